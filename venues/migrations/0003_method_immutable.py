"""What figures rest on stays as it was: the database refuses to change a method once a run or a history used it."""

from django.db import migrations, models

MARK_USED = """
CREATE FUNCTION venues_method_mark_used() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE venues_method SET used_at = now() WHERE id = NEW.method_id AND used_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER method_used_by_run AFTER INSERT OR UPDATE OF method_id ON venues_run
    FOR EACH ROW EXECUTE FUNCTION venues_method_mark_used();
CREATE TRIGGER method_used_by_history AFTER INSERT OR UPDATE OF method_id ON venues_history
    FOR EACH ROW EXECUTE FUNCTION venues_method_mark_used();
UPDATE venues_method SET used_at = used.since FROM (
    SELECT method_id, min(created_at) AS since
    FROM (SELECT method_id, created_at FROM venues_run UNION ALL SELECT method_id, created_at FROM venues_history) AS uses
    GROUP BY method_id
) AS used WHERE used.method_id = venues_method.id;
"""

REFUSE = """
CREATE FUNCTION venues_method_refuse(method_id bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Method % was used: figures rest on it, so it stays as it was. Make a new version of it instead.',
        method_id USING ERRCODE = 'restrict_violation',
        HINT = 'In the administration, saving a method makes a new version; in code, venues.register.methods.revise.';
END $$;

CREATE FUNCTION venues_method_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Somebody who read the row before it was used may write it back.
    NEW.used_at := COALESCE(OLD.used_at, NEW.used_at);
    IF OLD.used_at IS NOT NULL AND to_jsonb(NEW) - ARRAY['is_current', 'note', 'used_at']
        <> to_jsonb(OLD) - ARRAY['is_current', 'note', 'used_at']
    THEN
        PERFORM venues_method_refuse(OLD.id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER method_stays BEFORE UPDATE ON venues_method
    FOR EACH ROW EXECUTE FUNCTION venues_method_stays();

CREATE FUNCTION venues_method_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    used timestamptz;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) = to_jsonb(OLD) THEN
            RETURN NEW;
        END IF;
        SELECT used_at INTO used FROM venues_method WHERE id = OLD.method_id FOR SHARE;
        IF used IS NOT NULL THEN
            PERFORM venues_method_refuse(OLD.method_id);
        END IF;
    END IF;
    -- The lock waits for a run that is being stored and marks the method as used.
    SELECT used_at INTO used FROM venues_method WHERE id = NEW.method_id FOR SHARE;
    IF used IS NOT NULL THEN
        PERFORM venues_method_refuse(NEW.method_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER group_rule_stays BEFORE INSERT OR UPDATE ON venues_grouprule
    FOR EACH ROW EXECUTE FUNCTION venues_method_part_stays();
CREATE TRIGGER type_default_stays BEFORE INSERT OR UPDATE ON venues_typedefault
    FOR EACH ROW EXECUTE FUNCTION venues_method_part_stays();

-- What is deleted is looked at when the transaction ends: a whole municipality may go, with its runs and methods.
CREATE FUNCTION venues_method_part_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM venues_method WHERE id = OLD.method_id AND used_at IS NOT NULL) THEN
        PERFORM venues_method_refuse(OLD.method_id);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER group_rule_kept AFTER DELETE ON venues_grouprule
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION venues_method_part_kept();
CREATE CONSTRAINT TRIGGER type_default_kept AFTER DELETE ON venues_typedefault
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION venues_method_part_kept();

CREATE FUNCTION venues_method_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.used_at IS NOT NULL AND (
        OLD.municipality_id IS NULL OR EXISTS (SELECT FROM venues_municipality WHERE code = OLD.municipality_id)
    ) THEN
        PERFORM venues_method_refuse(OLD.id);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER method_kept AFTER DELETE ON venues_method
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION venues_method_kept();
"""

UNDO = """
DROP TRIGGER method_kept ON venues_method;
DROP TRIGGER method_stays ON venues_method;
DROP TRIGGER type_default_kept ON venues_typedefault;
DROP TRIGGER type_default_stays ON venues_typedefault;
DROP TRIGGER group_rule_kept ON venues_grouprule;
DROP TRIGGER group_rule_stays ON venues_grouprule;
DROP FUNCTION venues_method_kept, venues_method_part_kept, venues_method_part_stays, venues_method_stays;
DROP FUNCTION venues_method_refuse;
"""

UNMARK = """
DROP TRIGGER method_used_by_history ON venues_history;
DROP TRIGGER method_used_by_run ON venues_run;
DROP FUNCTION venues_method_mark_used;
"""


class Migration(migrations.Migration):
    dependencies = [("venues", "0002_measures")]

    operations = [
        migrations.AddField(
            model_name="method",
            name="used_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="first used at"),
        ),
        migrations.RemoveConstraint(model_name="grouprule", name="group_rule_norm_positive"),
        migrations.AddConstraint(
            model_name="grouprule",
            constraint=models.CheckConstraint(
                condition=models.Q(("norm_hours__gt", 0), ("norm_hours__lte", 168)), name="group_rule_norm_within_week"
            ),
        ),
        migrations.AlterField(
            model_name="typedefault",
            name="suitability",
            field=models.JSONField(
                blank=True, default=dict, help_text='{"youth": 0.8, …}, each 0 to 1.', verbose_name="suitability by group"
            ),
        ),
        migrations.RunSQL(MARK_USED, UNMARK),
        migrations.RunSQL(REFUSE, UNDO),
    ]
