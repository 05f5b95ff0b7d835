from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "leadline.web.measure"
    label = "measure"
    default_auto_field = "django.db.models.BigAutoField"
