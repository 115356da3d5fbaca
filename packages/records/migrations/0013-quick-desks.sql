-- What a desk opens on is found by an index however many cases, lines of audit and drafts there are.

-- One case by its id alone: to its applicant, its laboratory and whoever looks after its scheme.
create index case_desk_of_case on case_desk (case_id);
create index case_desk_of_applicant_waiting on case_desk (applicant, waits_for, received) where waits_for <> 'nobody';
create index case_desk_of_laboratory_waiting on case_desk (laboratory, waits_for, received) where waits_for <> 'nobody';
create index case_desk_of_applicant_overdue on case_desk (applicant, overdue_from, received) where overdue_from is not null;
create index case_desk_of_laboratory_overdue on case_desk (laboratory, overdue_from, received) where overdue_from is not null;

-- What an administrator reads of the audit: its cases, and its own people. Most lines are of neither.
create index audit_of_cases on audit (administrator, seq) where object ^@ 'case_';
create index audit_of_seat on audit (administrator, seat, seq);

-- The drafts of one product of a developer who has many.
create index draft_of_product on draft (organisation, product, saved_at desc, id);
