-- A case whose label is held waits for an authority while an answer to what it ordered has not been read.
alter table case_desk drop constraint case_desk_waits_for_check;
alter table case_desk add constraint case_desk_waits_for_check check (waits_for in
  ('applicant', 'laboratory', 'intake', 'evaluator', 'reviewer', 'decider', 'issuer', 'surveillance', 'authority', 'nobody'));
