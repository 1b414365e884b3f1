# Which libraries the program is linked with, and how.
LIBGIT2_LIBS := -lgit2
OTHER_LIBS := -lyaml -lsodium -lcmark-gfm-extensions -lcmark-gfm -ljansson -lpcre2-8 -lz
