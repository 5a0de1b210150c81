import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('results', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('column', models.SmallIntegerField()),
                ('row', models.SmallIntegerField()),
                ('contest', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='hex', to='results.contest')),
            ],
            options={
                'verbose_name_plural': 'hexes',
            },
        ),
    ]
