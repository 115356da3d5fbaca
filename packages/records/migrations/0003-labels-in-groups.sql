-- What the register says of a label is frozen with its credential, and its offline code is signed beside it, so that
-- publishing reads neither case nor dossier. Labels of an earlier sandbox lack both and cannot be given them here.
do $$
begin
  if exists (select from label) then
    raise exception 'these records hold labels of an earlier sandbox, which this Assay cannot show: begin anew with npm start -- --fresh';
  end if;
end
$$;
alter table label
  add column facts text not null,
  add column offline_code text,
  add check ((jws is null) = (offline_code is null));
drop index label_credential;
-- Labels by the place of their newest entry: whom a publication touches.
create index label_touched on label (administrator, last_leaf);

-- The entry that made a label's state: which list has changed since it went out.
alter table label_status add column leaf bigint not null;
create index label_status_changed on label_status (administrator, list, leaf);
