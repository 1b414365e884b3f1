"""A copy of the house in which faults are tried, one after the other, from the objects that are
built; needs `make all units` before. Several copies do not meet."""
import os, pathlib, queue, random, re, shutil, subprocess, threading, time
from concurrent.futures import Future, ThreadPoolExecutor

TOP = pathlib.Path(__file__).resolve().parents[2]
GOOD, LOCK = {}, threading.Lock()  # of all houses
TAKES = {}  # of each test that is good the seconds: a slow machine, or a busy one, is no fault
HANGS = 124
LEAST, MOST = 120, 1200  # seconds for a test
JOBS = len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count() or 2


def is_unit(test):
    return test.startswith(('unit/', 'fuzz/'))


def table(name):
    lines = (TOP / 't/mutants' / name).read_text(encoding='utf-8').split('\n')
    return [line.split('\t') for line in lines if line and line[0] != '#']


class House:
    def __init__(self, name):
        self.tree = TOP / 'build' / name
        shutil.rmtree(self.tree, ignore_errors=True)
        (self.tree / 'build').mkdir(parents=True)
        for name in ('GNUmakefile', 'src', 'bin', 'hooks', 't', 'schemas', 'doc', '.clang-format'):
            self.copy(TOP / name, self.tree / name)
        for name in ('src', 'bin', 't', 'generated', 'front', 'libmcade.a', 'git-mcade', 'link.choice', 'link.mk'):
            self.copy(TOP / 'build' / name, self.tree / 'build' / name)

    @staticmethod
    def copy(at, to):
        if at.is_dir():
            shutil.copytree(at, to, symlinks=True)
        elif at.exists():
            shutil.copy2(at, to)

    def run(self, command, seconds):
        environment = dict(os.environ, MAKEFLAGS='', DEVELOPER='0', CI='', TAP_STOP='1')
        process = subprocess.Popen(command, cwd=self.tree, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 15)  # what it started too
            process.wait()
            return HANGS

    def builds(self, *tests):
        """All at once: make takes longer to look around than to link one more."""
        targets = []
        for test in tests:
            if is_unit(test):
                targets.append('build/t/' + test)
            else:
                script = (self.tree / 't' / test).read_text(encoding='utf-8')
                for name in [test, *re.findall(r'/t/(lib-[\w-]+\.sh)', script)]:
                    text = (self.tree / 't' / name).read_text(encoding='utf-8')
                    targets += re.findall(r'build/t/helper/\w+', text)
                targets.append('bin/git-mcade')
        return self.run(['make', '-s', *sorted(set(targets))], 300) == 0

    def ends(self, test, seconds):
        """Of what is built."""
        return self.run(['build/t/' + test] if is_unit(test) else ['t/' + test, '-i'], seconds)

    @staticmethod
    def limit(test):
        """What takes longer hangs."""
        return max(LEAST, 4 * TAKES.get(test, 0))

    def fails(self, test):
        return self.ends(test, self.limit(test)) != 0

    def is_good(self, test):
        """Does it pass without any mutant? Asked once."""
        with LOCK:
            first = test not in GOOD
            answer = GOOD.setdefault(test, Future())
        if first:
            begun = time.monotonic()
            good = self.builds(test) and self.ends(test, MOST) == 0
            TAKES[test] = time.monotonic() - begun
            answer.set_result(good)
        return answer.result()


class Source:
    """One file of the copy, put back with its object so that nothing else is built again."""

    def __init__(self, house, name):
        self.path = house.tree / name
        self.object = (house.tree / 'build' / name).with_suffix('.o')
        self.text = self.path.read_text(encoding='utf-8')
        self.old = self.object.read_bytes() if self.object.exists() else None
        self.time = self.path.stat().st_mtime

    def put(self, text):
        self.path.write_text(text, encoding='utf-8')
        self.object.unlink(missing_ok=True)  # two writes within one tick have the same time

    def back(self):
        self.put(self.text)
        if self.old is not None:
            os.utime(self.path, (self.time, self.time))
            self.object.write_bytes(self.old)


def each(name, function, items):
    """function(house, item) of each, in their order; a house for every processor."""
    houses = queue.SimpleQueue()
    made = [House(f'{name}-{number}') for number in range(max(1, min(JOBS, len(items))))]
    for house in made:
        houses.put(house)

    def one(item):
        house = houses.get()
        try:
            return function(house, item)
        finally:
            houses.put(house)

    try:
        with ThreadPoolExecutor(len(made)) as pool:
            yield from pool.map(one, items)
    finally:
        for house in made:
            shutil.rmtree(house.tree, ignore_errors=True)


def git(*arguments):
    return subprocess.run(['git', '-C', TOP, *arguments], capture_output=True, text=True).stdout


def seed():
    """What chance rests on: the commit, so that each landing tries others and any can be tried again."""
    seed = os.environ.get('MUTANTS_SEED') or git('rev-parse', '--short=12', 'HEAD').strip() or '1'
    print(f'# MUTANTS_SEED={seed}', flush=True)
    return random.Random(seed)


def changed():
    """The files that the newest commits changed."""
    return set(git('log', f'-{os.environ.get("MUTANTS_COMMITS", "5")}', '--format=', '--name-only').split())


def deadline(name, seconds):
    return time.monotonic() + float(os.environ.get(name, seconds))
