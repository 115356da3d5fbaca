-- The scheme of the case that a line is about, for those who look after schemes: taken from the desk where the case lies
-- when the line is written. Lines of before get theirs now; nothing that they say is changed by it.
alter table audit add column scheme_id text;
alter table audit disable trigger audit_stays;
update audit set scheme_id = case_desk.scheme_id
from case_desk
where case_desk.case_id = audit.object and audit.object ^@ 'case_';
alter table audit enable trigger audit_stays;
create index audit_of_scheme on audit (scheme_id, seq) where scheme_id is not null;
