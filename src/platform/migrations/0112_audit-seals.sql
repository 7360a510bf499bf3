-- Up Migration
-- The audit sealed in batches: each seal holds a digest of its rows, is keyed, and chains to the one before. A job seals what is
-- settled, so that no reader or writer waits for it. Eight bytes of every row's digest are kept to name the row that was touched.
create table audit_seal (
  number bigint primary key check (number > 0),
  first_id bigint not null,
  last_id bigint not null check (last_id >= first_id),
  ids bigint[] not null,
  digests bytea not null,
  digest text not null,
  previous text not null,
  seal text not null,
  sealed_at timestamptz not null,
  check (octet_length(digests) = 8 * cardinality(ids))
);
create unique index audit_seal_last on audit_seal (last_id);

-- One text for one row, whatever the session's zone and language.
create function audit_row_digest(of audit) returns bytea language sql stable as $$
  select sha256(convert_to(json_build_array(
    (of).id, to_char((of).at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), (of).actor, (of).role, (of).organisation,
    (of).purpose, (of).action, (of).target, (of).residents, (of).outcome, (of).reason, (of).emergency)::text, 'UTF8'))
$$;
