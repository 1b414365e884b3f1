create table leads (id serial primary key, org_id uuid not null, name text not null, created_at timestamptz not null default now());
create table bookings (id serial primary key, org_id uuid not null, status text not null);
create table pricing_configs (id serial primary key, rate numeric not null);
create table job_heartbeats (name text primary key, last_success_at timestamptz not null, consecutive_failures int not null default 0);
insert into pricing_configs (rate) values (55);
insert into leads (org_id, name) values ('00000000-0000-0000-0000-000000000001', 'Anna'), ('00000000-0000-0000-0000-000000000002', 'Berta');
insert into bookings (org_id, status) values ('00000000-0000-0000-0000-000000000001', 'pending');
