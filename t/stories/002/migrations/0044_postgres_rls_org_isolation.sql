alter table leads enable row level security;
alter table leads force row level security;
create policy leads_org_isolation on leads using (org_id = nullif(current_setting('app.current_org_id', true), '')::uuid);
alter table bookings enable row level security;
alter table bookings force row level security;
create policy bookings_org_isolation on bookings using (org_id = nullif(current_setting('app.current_org_id', true), '')::uuid);
