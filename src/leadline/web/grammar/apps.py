from django.apps import AppConfig


class GrammarConfig(AppConfig):
    name = "leadline.web.grammar"
    label = "grammar"
    default_auto_field = "django.db.models.BigAutoField"
