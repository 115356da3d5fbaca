-- A case whose label is held waits for surveillance while its holder has told of a change that nobody has looked at.
alter table case_desk drop constraint case_desk_waits_for_check;
alter table case_desk add constraint case_desk_waits_for_check check (waits_for in
  ('applicant', 'laboratory', 'intake', 'evaluator', 'reviewer', 'decider', 'issuer', 'surveillance', 'nobody'));
