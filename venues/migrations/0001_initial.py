import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
from django.contrib.postgres.operations import CreateExtension, TrigramExtension
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        # Geometry, and names that resemble each other.
        CreateExtension("postgis"),
        TrigramExtension(),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('is_active', models.BooleanField(default=False, verbose_name='active')),
                ('activated_at', models.DateTimeField(blank=True, null=True, verbose_name='activated at')),
            ],
            options={
                'verbose_name': 'edition of the boundaries',
                'verbose_name_plural': 'editions of the boundaries',
                'ordering': ['municipality', '-year'],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('ok', 'scored'), ('no-need', 'nobody of this group'), ('suppressed', 'fewer than 10 persons'), ('unknown', 'unknown')], max_length=10, verbose_name='status')),
                ('persons', models.FloatField(null=True, verbose_name='persons')),
                ('need_hours', models.FloatField(null=True, verbose_name='need, hours a week')),
                ('coverage', models.FloatField(null=True, verbose_name='coverage')),
                ('coverage_low', models.FloatField(null=True, verbose_name='coverage, low')),
                ('coverage_high', models.FloatField(null=True, verbose_name='coverage, high')),
                ('need_met', models.FloatField(null=True, verbose_name='need met')),
                ('known_share', models.FloatField(null=True, verbose_name='share from recorded room')),
                ('reach_none', models.FloatField(null=True, verbose_name='share with no place in reach')),
                ('reach_one', models.FloatField(null=True, verbose_name='share with one place in reach')),
                ('reach_two_plus', models.FloatField(null=True, verbose_name='share with two or more places in reach')),
                ('nearest_m', models.FloatField(null=True, verbose_name='metres to the nearest place, median')),
                ('unhosted_places', models.PositiveIntegerField(null=True, verbose_name='unhosted places within reach')),
                ('is_edge', models.BooleanField(default=False, verbose_name='reach leaves the loaded data')),
            ],
            options={
                'verbose_name': 'score',
                'verbose_name_plural': 'scores',
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loader', models.CharField(max_length=40, verbose_name='loader')),
                ('file_name', models.CharField(max_length=255, verbose_name='file')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='checksum')),
                ('started_at', models.DateTimeField(verbose_name='started at')),
                ('finished_at', models.DateTimeField(verbose_name='finished at')),
                ('status', models.CharField(choices=[('dry-run', 'tried, nothing stored'), ('done', 'stored'), ('failed', 'failed, nothing stored')], max_length=7, verbose_name='status')),
                ('rows_read', models.PositiveIntegerField(default=0, verbose_name='rows read')),
                ('rows_created', models.PositiveIntegerField(default=0, verbose_name='created')),
                ('rows_updated', models.PositiveIntegerField(default=0, verbose_name='changed')),
                ('rows_unchanged', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                ('rows_skipped', models.PositiveIntegerField(default=0, verbose_name='not for us')),
                ('rows_refused', models.PositiveIntegerField(default=0, verbose_name='refused')),
                ('refusals', models.JSONField(default=list, help_text='Each with line, column, value, problem and remedy.', verbose_name='refusals')),
                ('notes', models.JSONField(default=list, help_text='What was repaired or left out, in words.', verbose_name='notes')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-started_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Method',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                ('is_current', models.BooleanField(default=True, verbose_name='in use')),
                ('unhosted_weight', models.FloatField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='weight of unhosted hours')),
                ('activity_hosted_hours', models.FloatField(default=2, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(168)], verbose_name='hosted hours of an activity where none are recorded')),
                ('activity_places', models.FloatField(default=12, validators=[django.core.validators.MinValueValidator(0)], verbose_name='places of an activity where none are recorded')),
                ('activity_suitability', models.FloatField(default=0.5, help_text='Used where the activity has no venue whose type says more.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='suitability of an activity for which no group is recorded')),
                ('note', models.TextField(blank=True, verbose_name='what changed')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
            ],
            options={
                'verbose_name': 'method',
                'verbose_name_plural': 'methods',
                'ordering': ['municipality', '-version'],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('live', 'live'), ('sealed', 'sealed')], max_length=6, verbose_name='kind')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='scored at')),
                ('seconds', models.FloatField(default=0, verbose_name='seconds taken')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='fingerprint of the data read')),
                ('register_loaded', models.BooleanField(verbose_name='a venue register was loaded')),
                ('demand_reference_on', models.DateField(null=True, verbose_name='figures as of')),
                ('points_kind', models.CharField(choices=[('square', '100 m square'), ('street', 'points on the street network'), ('centre', 'one point for the whole area')], max_length=6, verbose_name='demand points')),
                ('has_streets', models.BooleanField(help_text='Off: straight lines × 1.3.', verbose_name='walked over streets')),
                ('counts', models.JSONField(default=dict, help_text='Points, offers, pairs, suppressed and unknown areas.', verbose_name='counts')),
            ],
            options={
                'verbose_name': 'run',
                'verbose_name_plural': 'runs',
                'ordering': ['-as_of', '-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='code')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name in Dutch')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position in lists')),
            ],
            options={
                'verbose_name': 'policy sector',
                'verbose_name_plural': 'policy sectors',
                'ordering': ['position', 'code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VenueType',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='code')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name in Dutch')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position in lists')),
                ('osm_tags', models.JSONField(blank=True, default=list, help_text='Any of these sets, such as [{"amenity": "library"}].', verbose_name='OpenStreetMap tags')),
                ('is_commercial', models.BooleanField(default=False, verbose_name='commercial')),
                ('has_room', models.BooleanField(default=True, help_text='Off for a park or school: activities can be held there.', verbose_name='has room of its own')),
            ],
            options={
                'verbose_name': 'venue type',
                'verbose_name_plural': 'venue types',
                'ordering': ['position', 'code'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, verbose_name='CBS code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('level', models.CharField(choices=[('municipality', 'municipality'), ('district', 'district'), ('neighbourhood', 'neighbourhood')], max_length=13, verbose_name='level')),
                ('boundary', django.contrib.gis.db.models.fields.MultiPolygonField(srid=28992, verbose_name='boundary')),
                ('centre', django.contrib.gis.db.models.fields.PointField(srid=28992, verbose_name='a point inside')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='venues.area')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='areas', to='venues.edition')),
            ],
            options={
                'verbose_name': 'area',
                'verbose_name_plural': 'areas',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='DemandGroup',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='code')),
                ('name_nl', models.CharField(max_length=80, verbose_name='name in Dutch')),
                ('name_en', models.CharField(max_length=80, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position in lists')),
                ('explanation_nl', models.TextField(blank=True, verbose_name='who is counted, in Dutch')),
                ('explanation_en', models.TextField(blank=True, verbose_name='who is counted, in English')),
                ('is_everyone', models.BooleanField(default=False, help_text='The base norm for all, on which the norms of the other groups come on top.', verbose_name='all residents')),
            ],
            options={
                'verbose_name': 'demand group',
                'verbose_name_plural': 'demand groups',
                'ordering': ['position', 'code'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_everyone', True)), fields=('is_everyone',), name='group_one_everyone')],
            },
        ),
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('score', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='explanation', serialize=False, to='venues.score')),
                ('venues', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(null=True), size=None, verbose_name='venues')),
                ('activities', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(null=True), size=None, verbose_name='activities')),
                ('coverage', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None, verbose_name='parts of the coverage')),
            ],
            options={
                'verbose_name': 'explanation',
                'verbose_name_plural': 'explanations',
            },
        ),
        migrations.AddField(
            model_name='score',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='scores', to='venues.area'),
        ),
        migrations.AddField(
            model_name='score',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='venues.demandgroup'),
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(choices=[('residents', 'residents'), ('age_0_15', 'residents aged 0 to 15'), ('age_15_25', 'residents aged 15 to 25'), ('age_25_45', 'residents aged 25 to 45'), ('age_45_65', 'residents aged 45 to 65'), ('age_65_plus', 'residents aged 65 and over'), ('born_outside_europe_pct', '% of residents born outside Europe'), ('lonely_65_pct', '% of those aged 65 and over who are lonely'), ('very_lonely_65_pct', '% of those aged 65 and over who are (very) severely lonely'), ('anxiety_depression_18_pct', '% of adults at high risk of anxiety or depression')], max_length=30, verbose_name='indicator')),
                ('reference_on', models.DateField(verbose_name='reference date')),
                ('value', models.FloatField(blank=True, null=True, verbose_name='value')),
                ('source', models.CharField(max_length=120, verbose_name='source')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='venues.area')),
                ('import_run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='venues.importrun')),
            ],
            options={
                'verbose_name': 'figure',
                'verbose_name_plural': 'figures',
                'ordering': ['area', 'indicator', '-reference_on'],
            },
        ),
        migrations.CreateModel(
            name='GroupRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('norm_hours', models.FloatField(validators=[django.core.validators.MinValueValidator(0)], verbose_name='norm, hosted hours a person a week')),
                ('norm_source', models.CharField(max_length=300, verbose_name='source of the norm')),
                ('reach_m', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None, verbose_name='steps, metres')),
                ('reach_weights', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None, verbose_name='weight of each step')),
                ('reach_source', models.CharField(max_length=300, verbose_name='source of the steps')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='venues.demandgroup')),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_rules', to='venues.method')),
            ],
            options={
                'verbose_name': 'rule for a group',
                'verbose_name_plural': 'rules for groups',
                'ordering': ['group__position'],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('code', models.CharField(max_length=6, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^GM\\d{4}$', 'Write GM and 4 digits.')], verbose_name='CBS code')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('is_fictional', models.BooleanField(default=False, verbose_name='fictional')),
                ('is_scored', models.BooleanField(default=True, help_text='Off for a neighbour that is loaded only because people walk across the border.', verbose_name='scored')),
                ('register_loaded_on', models.DateField(blank=True, help_text='Empty: no register, so coverage is unknown, not zero.', null=True, verbose_name='venue register loaded on')),
                ('attribution', models.JSONField(blank=True, default=list, verbose_name='sources to name on every page')),
                ('neighbours', models.ManyToManyField(blank=True, to='venues.municipality', verbose_name='neighbours within walking distance')),
                ('unrecorded_types', models.ManyToManyField(blank=True, related_name='+', to='venues.venuetype', verbose_name='types that the sources never contain')),
            ],
            options={
                'verbose_name': 'municipality',
                'verbose_name_plural': 'municipalities',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='method',
            name='municipality',
            field=models.ForeignKey(blank=True, help_text='Empty: for all who have none of their own.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='methods', to='venues.municipality'),
        ),
        migrations.AddField(
            model_name='importrun',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='import_runs', to='venues.municipality'),
        ),
        migrations.AddField(
            model_name='edition',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='venues.municipality'),
        ),
        migrations.CreateModel(
            name='Backdrop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('water', 'water'), ('park', 'park'), ('built', 'built-up area')], max_length=5, verbose_name='kind')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('shape', django.contrib.gis.db.models.fields.MultiPolygonField(srid=28992, verbose_name='shape')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='backdrops', to='venues.municipality')),
            ],
            options={
                'verbose_name': 'backdrop',
                'verbose_name_plural': 'backdrops',
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('source', models.CharField(blank=True, max_length=40, verbose_name='source')),
                ('source_key', models.CharField(blank=True, max_length=100, verbose_name='key in the source')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='organisations', to='venues.municipality')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, help_text='The first day on which it no longer holds.', null=True, verbose_name='ends on')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('location', django.contrib.gis.db.models.fields.PointField(blank=True, help_text='Where it has no venue.', null=True, srid=28992, verbose_name='location')),
                ('places', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                ('has_own_space', models.BooleanField(default=False, help_text="Off: it takes its places out of the venue's room while it lasts.", verbose_name='has a space of its own')),
                ('mixing_aim', models.CharField(blank=True, choices=[('yes', 'mixes groups on purpose'), ('no', 'for one group')], max_length=3, verbose_name='mixing aim')),
                ('source', models.CharField(blank=True, max_length=40, verbose_name='source')),
                ('source_key', models.CharField(blank=True, max_length=100, verbose_name='key in the source')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True, db_index=True)),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='verified by a person on')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='venues.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='activities', to='venues.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activities',
                'ordering': ['name', 'id'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='score',
            name='run',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='venues.run'),
        ),
        migrations.AddField(
            model_name='run',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='runs', to='venues.edition'),
        ),
        migrations.AddField(
            model_name='run',
            name='method',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='runs', to='venues.method'),
        ),
        migrations.AddField(
            model_name='run',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='venues.municipality'),
        ),
        migrations.CreateModel(
            name='Street',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_node', models.BigIntegerField(verbose_name='from node')),
                ('to_node', models.BigIntegerField(verbose_name='to node')),
                ('length_m', models.FloatField(verbose_name='length, metres')),
                ('street_class', models.CharField(blank=True, max_length=40, verbose_name='class')),
                ('path', django.contrib.gis.db.models.fields.LineStringField(srid=28992, verbose_name='path')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='streets', to='venues.municipality')),
            ],
            options={
                'verbose_name': 'street',
                'verbose_name_plural': 'streets',
            },
        ),
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('location', django.contrib.gis.db.models.fields.PointField(srid=28992, verbose_name='location')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('postcode', models.CharField(blank=True, max_length=7, verbose_name='postcode')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('places', models.PositiveIntegerField(blank=True, help_text='How many people can be there at once.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='places')),
                ('opening_hours', models.TextField(blank=True, help_text='OpenStreetMap text as the source gave it; the slots below count.', verbose_name='opening hours')),
                ('wheelchair', models.CharField(blank=True, choices=[('yes', 'accessible'), ('limited', 'partly accessible'), ('no', 'not accessible')], max_length=7, verbose_name='wheelchair')),
                ('budget_needed_eur', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='budget needed, EUR a year')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='opened on')),
                ('source', models.CharField(blank=True, max_length=40, verbose_name='source')),
                ('source_key', models.CharField(blank=True, max_length=100, verbose_name='key in the source')),
                ('source_kind', models.CharField(blank=True, max_length=120, verbose_name='kind in the source')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True, db_index=True)),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='verified by a person on')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='venues', to='venues.municipality')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='venues', to='venues.organisation', verbose_name='organisation')),
                ('venue_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='venues', to='venues.venuetype', verbose_name='type')),
            ],
            options={
                'verbose_name': 'venue',
                'verbose_name_plural': 'venues',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Staffing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, help_text='The first day on which it no longer holds.', null=True, verbose_name='ends on')),
                ('kind', models.CharField(choices=[('professional', 'professional'), ('volunteer', 'volunteer'), ('vacancy', 'vacancy')], max_length=12, verbose_name='kind')),
                ('role', models.CharField(blank=True, max_length=80, verbose_name='role')),
                ('hours_per_week', models.DecimalField(decimal_places=2, max_digits=6, validators=[django.core.validators.MinValueValidator(0)], verbose_name='hours a week')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.activity', verbose_name='activity')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staffings', to='venues.sector', verbose_name='policy sector')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'staffing',
                'verbose_name_plural': 'staffing',
                'ordering': ['-starts_on', 'role'],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, help_text='The first day on which it no longer holds.', null=True, verbose_name='ends on')),
                ('weekday', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)], verbose_name='weekday')),
                ('starts', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(verbose_name='to')),
                ('host', models.CharField(blank=True, choices=[('none', 'nobody'), ('volunteer', 'a volunteer'), ('professional', 'a professional')], max_length=12, verbose_name='host')),
                ('every_weeks', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='every so many weeks')),
                ('in_school_holidays', models.BooleanField(blank=True, null=True, verbose_name='also in school holidays')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.activity', verbose_name='activity')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'slot',
                'verbose_name_plural': 'slots',
                'ordering': ['weekday', 'starts'],
            },
        ),
        migrations.CreateModel(
            name='OfferScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room_low', models.FloatField(verbose_name='room, low, place-hours a week')),
                ('room', models.FloatField(verbose_name='room, place-hours a week')),
                ('room_high', models.FloatField(verbose_name='room, high, place-hours a week')),
                ('is_known', models.BooleanField(verbose_name='hours, hosting and places are recorded')),
                ('is_reached', models.BooleanField(verbose_name='need reaches it')),
                ('activity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='offer_scores', to='venues.activity')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offer_scores', to='venues.run')),
                ('venue', models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='offer_scores', to='venues.venue')),
            ],
            options={
                'verbose_name': 'scored offer',
                'verbose_name_plural': 'scored offers',
            },
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('condition', models.PositiveSmallIntegerField(help_text='NEN 2767: 1 excellent to 6 very bad.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(6)], verbose_name='condition')),
                ('inspected_on', models.DateField(verbose_name='inspected on')),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inspections', to='venues.venue')),
            ],
            options={
                'verbose_name': 'inspection',
                'verbose_name_plural': 'inspections',
                'ordering': ['venue', '-inspected_on'],
            },
        ),
        migrations.CreateModel(
            name='Funding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, help_text='The first day on which it no longer holds.', null=True, verbose_name='ends on')),
                ('funder', models.CharField(max_length=200, verbose_name='funder')),
                ('amount_eur', models.DecimalField(decimal_places=2, max_digits=12, validators=[django.core.validators.MinValueValidator(0)], verbose_name='EUR a year')),
                ('is_structural', models.BooleanField(blank=True, help_text='Off for one-off money; empty for unknown.', null=True, verbose_name='structural')),
                ('is_public', models.BooleanField(default=True, verbose_name='amount is public')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='fundings', to='venues.activity')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='fundings', to='venues.organisation')),
                ('sector', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fundings', to='venues.sector', verbose_name='policy sector')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='fundings', to='venues.venue')),
            ],
            options={
                'verbose_name': 'funding',
                'verbose_name_plural': 'funding',
                'ordering': ['-starts_on', 'funder'],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extent', models.CharField(choices=[('whole', 'wholly closed'), ('partial', 'partly closed')], default='whole', max_length=7, verbose_name='extent')),
                ('reason', models.CharField(choices=[('funding', 'funding ended or cut'), ('staffing', 'no hosts'), ('building', 'state of the building'), ('lease', 'lease ended or building sold'), ('merger', 'merged or moved'), ('renovation', 'renovation'), ('other', 'other'), ('unknown', 'unknown')], default='unknown', max_length=12, verbose_name='reason')),
                ('starts_on', models.DateField(verbose_name='closed from')),
                ('reopens_on', models.DateField(blank=True, null=True, verbose_name='reopens on')),
                ('hours_remaining', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, validators=[django.core.validators.MinValueValidator(0)], verbose_name='hosted hours a week that remain')),
                ('places_remaining', models.PositiveIntegerField(blank=True, null=True, verbose_name='places that remain')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.activity', verbose_name='activity')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'closure',
                'verbose_name_plural': 'closures',
                'ordering': ['-starts_on'],
            },
        ),
        migrations.CreateModel(
            name='Audience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('suitability', models.FloatField(help_text='0 not meant for them, 1 made for them.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='suitability')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.activity', verbose_name='activity')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audiences', to='venues.demandgroup', verbose_name='group')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'audience',
                'verbose_name_plural': 'audiences',
                'ordering': ['group'],
            },
        ),
        migrations.AddField(
            model_name='activity',
            name='venue',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='venues.venue', verbose_name='venue'),
        ),
        migrations.CreateModel(
            name='TypeDefault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hosted_hours', models.FloatField(validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(168)], verbose_name='hosted hours a week')),
                ('places', models.FloatField(validators=[django.core.validators.MinValueValidator(0)], verbose_name='places')),
                ('high_needs_host', models.BooleanField(default=False, help_text='For commercial places: the range does not widen on a guess.', verbose_name='high only where a host is recorded')),
                ('suitability', models.JSONField(default=dict, help_text='{"youth": 0.8, …}, each 0 to 1.', verbose_name='suitability by group')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='type_defaults', to='venues.method')),
                ('venue_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='defaults', to='venues.venuetype')),
            ],
            options={
                'verbose_name': 'default of a venue type',
                'verbose_name_plural': 'defaults of venue types',
                'ordering': ['venue_type__position'],
            },
        ),
        migrations.CreateModel(
            name='Walk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='demand points')),
                ('walk_m', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None, verbose_name='metres')),
                ('is_estimated', django.contrib.postgres.fields.ArrayField(base_field=models.BooleanField(), size=None, verbose_name='straight line')),
                ('bound_m', models.FloatField(verbose_name='searched to, metres')),
                ('measured_at', models.DateTimeField(auto_now=True, verbose_name='measured at')),
                ('fingerprint', models.CharField(blank=True, editable=False, max_length=64, verbose_name='fingerprint of the place, streets and points it was measured from')),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.activity', verbose_name='activity')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='venues.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'walk',
                'verbose_name_plural': 'walks',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique')],
            },
        ),
        migrations.CreateModel(
            name='DemandEstimate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference_on', models.DateField(verbose_name='reference date')),
                ('persons_low', models.FloatField(verbose_name='persons, low')),
                ('persons', models.FloatField(verbose_name='persons')),
                ('persons_high', models.FloatField(verbose_name='persons, high')),
                ('is_suppressed', models.BooleanField(default=False, verbose_name='suppressed by the source')),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='estimates', to='venues.area')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='estimates', to='venues.demandgroup')),
            ],
            options={
                'verbose_name': 'demand estimate',
                'verbose_name_plural': 'demand estimates',
                'ordering': ['area', 'group', '-reference_on'],
                'constraints': [models.UniqueConstraint(fields=('area', 'group', 'reference_on'), name='estimate_once'), models.CheckConstraint(condition=models.Q(('persons__gte', models.F('persons_low')), ('persons_high__gte', models.F('persons')), ('persons_low__gte', 0)), name='estimate_low_best_high')],
            },
        ),
        migrations.CreateModel(
            name='DemandPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('square', '100 m square'), ('street', 'points on the street network'), ('centre', 'one point for the whole area')], max_length=6, verbose_name='kind')),
                ('location', django.contrib.gis.db.models.fields.PointField(srid=28992, verbose_name='location')),
                ('weight', models.FloatField(help_text="Share of the area's people by weight: residents of the square, or street nodes.", verbose_name='weight')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='venues.area')),
            ],
            options={
                'verbose_name': 'demand point',
                'verbose_name_plural': 'demand points',
                'constraints': [models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='point_weight_positive'), models.CheckConstraint(condition=models.Q(('kind__in', ['square', 'street', 'centre'])), name='point_kind_known')],
            },
        ),
        migrations.AddIndex(
            model_name='area',
            index=models.Index(fields=['code'], name='venues_area_code_64ecfe_idx'),
        ),
        migrations.AddIndex(
            model_name='area',
            index=models.Index(fields=['level'], name='venues_area_level_74da78_idx'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(fields=('edition', 'code'), name='area_code_once_an_edition'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['municipality', 'district', 'neighbourhood'])), name='area_level_known'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'municipality'), ('parent', None)), models.Q(models.Q(('level', 'municipality'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='area_parent_unless_municipality'),
        ),
        migrations.AddConstraint(
            model_name='explanation',
            constraint=models.CheckConstraint(condition=models.Q(('venues__len', models.F('coverage__len')), ('activities__len', models.F('coverage__len'))), name='explanation_aligned'),
        ),
        migrations.AddConstraint(
            model_name='figure',
            constraint=models.UniqueConstraint(fields=('area', 'indicator', 'reference_on'), name='figure_once'),
        ),
        migrations.AddConstraint(
            model_name='figure',
            constraint=models.CheckConstraint(condition=models.Q(('value', None), ('value__gte', 0), _connector='OR'), name='figure_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='figure',
            constraint=models.CheckConstraint(condition=models.Q(('indicator__in', ['residents', 'age_0_15', 'age_15_25', 'age_25_45', 'age_45_65', 'age_65_plus', 'born_outside_europe_pct', 'lonely_65_pct', 'very_lonely_65_pct', 'anxiety_depression_18_pct'])), name='figure_indicator_known'),
        ),
        migrations.AddConstraint(
            model_name='grouprule',
            constraint=models.UniqueConstraint(fields=('method', 'group'), name='group_rule_once'),
        ),
        migrations.AddConstraint(
            model_name='grouprule',
            constraint=models.CheckConstraint(condition=models.Q(('norm_hours__gt', 0)), name='group_rule_norm_positive'),
        ),
        migrations.AddConstraint(
            model_name='grouprule',
            constraint=models.CheckConstraint(condition=models.Q(('reach_m__len__gte', 1), ('reach_m__len', models.F('reach_weights__len'))), name='group_rule_steps_aligned'),
        ),
        migrations.AddConstraint(
            model_name='method',
            constraint=models.UniqueConstraint(fields=('municipality', 'version'), name='method_version_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='method',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('municipality',), name='method_one_current', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='method',
            constraint=models.CheckConstraint(condition=models.Q(('unhosted_weight__gte', 0), ('unhosted_weight__lte', 1)), name='method_unhosted_weight_between_0_and_1'),
        ),
        migrations.AddConstraint(
            model_name='method',
            constraint=models.CheckConstraint(condition=models.Q(('activity_hosted_hours__gte', 0), ('activity_hosted_hours__lte', 168), ('activity_places__gte', 0), ('activity_suitability__gte', 0), ('activity_suitability__lte', 1)), name='method_activity_defaults_sane'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['dry-run', 'done', 'failed'])), name='import_status_known'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('municipality', 'year'), name='edition_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('municipality',), name='edition_one_active'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 1900), ('year__lte', 2200)), name='edition_year_sane'),
        ),
        migrations.AddConstraint(
            model_name='backdrop',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['water', 'park', 'built'])), name='backdrop_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('municipality', 'source', 'source_key'), name='organisation_source_key_once'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.UniqueConstraint(fields=('run', 'area', 'group'), name='score_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.CheckConstraint(condition=models.Q(('coverage', None), models.Q(('coverage__lte', models.F('coverage_high')), ('coverage_low__lte', models.F('coverage'))), _connector='OR'), name='score_low_best_high'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('coverage__isnull', False), ('status', 'ok')), models.Q(models.Q(('status', 'ok'), _negated=True), ('coverage', None)), _connector='OR'), name='score_only_when_ok'),
        ),
        migrations.AddIndex(
            model_name='run',
            index=models.Index(fields=['municipality', 'kind', 'as_of'], name='venues_run_municip_0abc0c_idx'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'live')), fields=('municipality',), name='run_one_live'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['live', 'sealed'])), name='run_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='street',
            constraint=models.CheckConstraint(condition=models.Q(('length_m__gte', 0)), name='street_length_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='staffing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('venue__isnull', False)), models.Q(('activity__isnull', False), ('venue', None)), _connector='OR'), name='staffing_of_venue_or_activity'),
        ),
        migrations.AddConstraint(
            model_name='staffing',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='staffing_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='staffing',
            constraint=models.CheckConstraint(condition=models.Q(('hours_per_week__gte', 0)), name='staffing_hours_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='staffing',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['professional', 'volunteer', 'vacancy'])), name='staffing_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('venue__isnull', False)), models.Q(('activity__isnull', False), ('venue', None)), _connector='OR'), name='slot_of_venue_or_activity'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='slot_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='slot_weekday'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts')), ('ends', '00:00'), _connector='OR'), name='slot_to_after_from'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('every_weeks__gte', 1)), name='slot_every_weeks_positive'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('host__in', ['', 'none', 'volunteer', 'professional'])), name='slot_host_known'),
        ),
        migrations.AddConstraint(
            model_name='offerscore',
            constraint=models.UniqueConstraint(fields=('run', 'venue', 'activity'), name='offer_score_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='offerscore',
            constraint=models.CheckConstraint(condition=models.Q(('room__gte', models.F('room_low')), ('room_high__gte', models.F('room')), ('room_low__gte', 0)), name='offer_score_low_best_high'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.UniqueConstraint(fields=('venue', 'inspected_on'), name='inspection_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('condition__gte', 1), ('condition__lte', 6)), name='inspection_nen_2767'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='funding_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('organisation', None), ('venue__isnull', False)), models.Q(('activity__isnull', False), ('organisation', None), ('venue', None)), models.Q(('activity', None), ('organisation__isnull', False), ('venue', None)), _connector='OR'), name='funding_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(('amount_eur__gte', 0)), name='funding_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('venue__isnull', False)), models.Q(('activity__isnull', False), ('venue', None)), _connector='OR'), name='closure_of_venue_or_activity'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(('reopens_on', None), ('reopens_on__gt', models.F('starts_on')), _connector='OR'), name='closure_reopens_after_start'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(('extent__in', ['whole', 'partial'])), name='closure_extent_known'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('extent', 'whole'), ('hours_remaining', None), ('places_remaining', None)), models.Q(('extent', 'partial'), models.Q(('hours_remaining__isnull', False), ('places_remaining__isnull', False), _connector='OR')), _connector='OR'), name='closure_partial_says_what_remains'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(('hours_remaining', None), ('hours_remaining__gte', 0), _connector='OR'), name='closure_hours_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='audience',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('venue__isnull', False)), models.Q(('activity__isnull', False), ('venue', None)), _connector='OR'), name='audience_of_venue_or_activity'),
        ),
        migrations.AddConstraint(
            model_name='audience',
            constraint=models.UniqueConstraint(fields=('venue', 'activity', 'group'), name='audience_once_a_group', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='audience',
            constraint=models.CheckConstraint(condition=models.Q(('suitability__gte', 0), ('suitability__lte', 1)), name='audience_between_0_and_1'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='activity_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('venue__isnull', False), ('location__isnull', False), _connector='OR'), name='activity_has_venue_or_location'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='activity_named'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('places', None), ('places__gte', 1), _connector='OR'), name='activity_places_positive'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.CheckConstraint(condition=models.Q(('mixing_aim__in', ['', 'yes', 'no'])), name='activity_mixing_aim_known'),
        ),
        migrations.AddConstraint(
            model_name='activity',
            constraint=models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('municipality', 'source', 'source_key'), name='activity_source_key_once'),
        ),
        migrations.AddIndex(
            model_name='venue',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name'], name='venue_name_trigram', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.UniqueConstraint(condition=models.Q(('source_key', ''), _negated=True), fields=('municipality', 'source', 'source_key'), name='venue_source_key_once'),
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='venue_named'),
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(('places', None), ('places__gte', 1), _connector='OR'), name='venue_places_positive'),
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(('wheelchair__in', ['', 'yes', 'limited', 'no'])), name='venue_wheelchair_known'),
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.CheckConstraint(condition=models.Q(('budget_needed_eur', None), ('budget_needed_eur__gte', 0), _connector='OR'), name='venue_budget_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='typedefault',
            constraint=models.UniqueConstraint(fields=('method', 'venue_type'), name='type_default_once'),
        ),
        migrations.AddConstraint(
            model_name='typedefault',
            constraint=models.CheckConstraint(condition=models.Q(('hosted_hours__gte', 0), ('hosted_hours__lte', 168), ('places__gte', 0)), name='type_default_sane'),
        ),
        migrations.AddConstraint(
            model_name='municipality',
            constraint=models.CheckConstraint(condition=models.Q(('code__regex', '^GM\\d{4}$')), name='municipality_code_form'),
        ),
        migrations.AddConstraint(
            model_name='walk',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity', None), ('venue__isnull', False)), models.Q(('activity__isnull', False), ('venue', None)), _connector='OR'), name='walk_of_venue_or_activity'),
        ),
        migrations.AddConstraint(
            model_name='walk',
            constraint=models.UniqueConstraint(fields=('venue', 'activity'), name='walk_once_an_offer', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='walk',
            constraint=models.CheckConstraint(condition=models.Q(('points__len', models.F('walk_m__len')), ('points__len', models.F('is_estimated__len'))), name='walk_arrays_aligned'),
        ),
    ]
