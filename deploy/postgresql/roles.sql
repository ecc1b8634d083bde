-- The roles of Yorisoi on PostgreSQL 15. Run once by an administrator of the server, in any database:
--     psql -f roles.sql
--     createdb -O yorisoi_owner -E UTF8 --locale=C -T template0 yorisoi
--     yorisoi migrate --store postgresql://yorisoi_owner@HOST/yorisoi
--     yorisoi serve --store postgresql://yorisoi_app@HOST/yorisoi --keys /var/lib/yorisoi.keys
-- Passwords or peer rules are set by pg_hba.conf and ALTER ROLE ... PASSWORD.

-- Owns the tables; is used by `yorisoi migrate` only. The walls between tenants hold for it too (FORCE ROW LEVEL SECURITY).
CREATE ROLE yorisoi_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE;
-- Serves. Owns nothing, passes no wall: it sees the rows of the tenant that its transaction named, or none.
CREATE ROLE yorisoi_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOINHERIT;
-- Nobody signs in as the lobby: its functions run as it, and may read the names of tenants.
CREATE ROLE yorisoi_lobby NOLOGIN NOSUPERUSER NOBYPASSRLS;
GRANT yorisoi_lobby TO yorisoi_owner;
-- Reads everything for pg_dump, writes nothing.
CREATE ROLE yorisoi_backup LOGIN NOSUPERUSER BYPASSRLS NOCREATEROLE;
GRANT pg_read_all_data TO yorisoi_backup;
