-- Up Migration
-- What views compiled to SQL need beside SQL itself. Pure functions; nothing is stored.

-- The only item of a path's items, or null. Several where the view promised one are a fault of the view.
create function view_single(items jsonb, name text) returns jsonb language plpgsql immutable parallel safe as $$
begin
  if jsonb_array_length(items) > 1 then
    raise exception using errcode = 'KL422', message = 'view-column-many', detail = name;
  end if;
  return items -> 0;
end $$;

-- FHIRPath lowBoundary and highBoundary of one value: the least and greatest it can mean at the precision it was given.
create function view_boundary(item jsonb, type text, low boolean) returns jsonb language plpgsql immutable parallel safe as $$
declare
  said text := item #>> '{}';
  day text;
  clock text;
  zone text;
begin
  if said is null then
    return null;
  end if;
  if type = 'decimal' then
    return to_jsonb(said::numeric + (case when low then -5 else 5 end) * 10::numeric ^ -(scale(said::numeric) + 1));
  end if;
  if type in ('date', 'dateTime', 'instant') then
    day := split_part(said, 'T', 1);
    if day !~ '^\d{4}(-\d{2}){0,2}$' then
      return null;
    end if;
    if length(day) = 4 then
      day := day || case when low then '-01' else '-12' end;
    end if;
    if length(day) = 7 then
      day := case when low then day || '-01'
                  else to_char((day || '-01')::date + interval '1 month' - interval '1 day', 'YYYY-MM-DD') end;
    end if;
    if type = 'date' then
      return to_jsonb(day);
    end if;
  end if;
  if type in ('time', 'dateTime', 'instant') then
    clock := case when type = 'time' then said else split_part(said, 'T', 2) end;
    zone := substring(clock from '(Z|[+-]\d{2}:\d{2})$');
    clock := regexp_replace(clock, '(Z|[+-]\d{2}:\d{2})$', '');
    if clock = '' then
      clock := case when low then '00' else '23' end;
    end if;
    if clock !~ '^\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)?$' then
      return null;
    end if;
    while length(clock) < 8 loop
      clock := clock || case when low then ':00' else ':59' end;
    end loop;
    clock := split_part(clock, '.', 1) || '.' || left(rpad(split_part(clock, '.', 2), 3, case when low then '0' else '9' end), 3);
    return to_jsonb(case when type = 'time' then clock
                         else day || 'T' || clock || coalesce(zone, case when low then '+14:00' else '-12:00' end) end);
  end if;
  return null;
end $$;
