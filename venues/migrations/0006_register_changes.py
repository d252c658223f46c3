"""The database notes which place or activity changed, whichever way it was changed: its figures wait for that."""

from django.db import migrations

NOTE = """
CREATE FUNCTION venues_note_register_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- What no figure follows from.
    silent constant text[] := ARRAY['version', 'updated_at', 'verified_on', 'verified_by_id', 'name', 'address',
        'postcode', 'website', 'opening_hours', 'wheelchair', 'low_threshold', 'mixing_aim', 'source', 'source_key',
        'source_kind', 'note'];
    facts jsonb;
    venue uuid;
    activity uuid;
    municipality varchar;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - silent = to_jsonb(OLD) - silent THEN
        RETURN NULL;
    END IF;
    -- A fact that moved from one place to another changes both.
    FOR facts IN SELECT * FROM jsonb_array_elements(
        CASE TG_OP WHEN 'INSERT' THEN jsonb_build_array(to_jsonb(NEW)) WHEN 'DELETE' THEN jsonb_build_array(to_jsonb(OLD))
        ELSE jsonb_build_array(to_jsonb(OLD), to_jsonb(NEW)) END)
    LOOP
        IF TG_TABLE_NAME = 'venues_venue' THEN
            venue := facts ->> 'id';
            municipality := facts ->> 'municipality_id';
        ELSIF TG_TABLE_NAME = 'venues_activity' THEN
            activity := facts ->> 'id';
            municipality := facts ->> 'municipality_id';
        ELSE
            venue := facts ->> 'venue_id';
            activity := facts ->> 'activity_id';
            -- Null where the place goes in the same breath: it notes that itself. And money of a whole organisation.
            municipality := COALESCE(
                (SELECT municipality_id FROM venues_venue WHERE id = venue),
                (SELECT municipality_id FROM venues_activity WHERE id = activity)
            );
        END IF;
        IF municipality IS NOT NULL THEN
            INSERT INTO venues_registerchange (municipality_code, venue_uuid, activity_uuid)
                VALUES (municipality, venue, activity);
        END IF;
        EXIT WHEN to_jsonb(NEW) -> 'venue_id' IS NOT DISTINCT FROM to_jsonb(OLD) -> 'venue_id'
            AND to_jsonb(NEW) -> 'activity_id' IS NOT DISTINCT FROM to_jsonb(OLD) -> 'activity_id'
            AND to_jsonb(NEW) -> 'municipality_id' IS NOT DISTINCT FROM to_jsonb(OLD) -> 'municipality_id';
    END LOOP;
    RETURN NULL;
END $$;
"""
TABLES = (
    "venue",
    "activity",
    "slot",
    "audience",
    "staffing",
    "funding",
    "closure",
    "inspection",
    "attendance",
)
TRIGGERS = "".join(
    f"CREATE TRIGGER notes_change AFTER INSERT OR UPDATE OR DELETE ON venues_{table}"
    " FOR EACH ROW EXECUTE FUNCTION venues_note_register_change();\n"
    for table in TABLES
)
DROP = "".join(f"DROP TRIGGER notes_change ON venues_{table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("venues", "0005_register_kept_by_people")]

    operations = [
        migrations.RunSQL(NOTE + TRIGGERS, DROP + "DROP FUNCTION venues_note_register_change();"),
    ]
