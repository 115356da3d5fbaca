-- What the log will say of a grant is asked for with the label, and no longer read from its credential when it is logged.
-- Labels that wait for the log get it from theirs.
update outbox
set members = jsonb_build_object(
  'product', jsonb_build_object(
    'brand', subject #> '{cyberLabel,product,brand}',
    'model', subject #> '{cyberLabel,product,model}',
    'gtins', subject #> '{cyberLabel,gtins}'
  ),
  'holder', jsonb_build_object(
    'id', subject #> '{issuedToParty,id}',
    'name', subject #> '{issuedToParty,name}'
  ),
  'tier', subject #> '{cyberLabel,tier}',
  'profile', subject #> '{referenceProfile,id}',
  'validFrom', stated -> 'validFrom',
  'validUntil', stated -> 'validUntil',
  'status', jsonb_build_object('list', waiting.list, 'index', waiting.idx)
)
from (
  select label.administrator, label.id, label.list, label.idx, label.payload::jsonb as stated,
    label.payload::jsonb -> 'credentialSubject' as subject
  from outbox
  join label on label.administrator = outbox.administrator and label.id = outbox.label
  where outbox.kind = 'label.granted'
) as waiting
where outbox.administrator = waiting.administrator and outbox.label = waiting.id
  and outbox.kind = 'label.granted';
