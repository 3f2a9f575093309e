-- Run once per cluster by a superuser, before the first start of crmedge-host against it:
--   psql -v migrator_password=... -v api_password=... -v ledger_password=... -f roles.sql
-- Then give the host one connection string per role: Database:Migrator, Database:Api, Database:Ledger.
CREATE ROLE crmedge_migrator LOGIN BYPASSRLS PASSWORD :'migrator_password';
CREATE ROLE crmedge_api LOGIN NOBYPASSRLS PASSWORD :'api_password';
CREATE ROLE crmedge_ledger LOGIN BYPASSRLS PASSWORD :'ledger_password';
CREATE DATABASE crmedge OWNER crmedge_migrator ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE crmedge FROM PUBLIC;
GRANT CONNECT ON DATABASE crmedge TO crmedge_api, crmedge_ledger;
