"""Django's admin shows; actions write. Operators look here, and nothing can be changed."""

from allauth.account.decorators import secure_admin_login
from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)


SECRETS = ["password", "org_number_hash", "path"]  # the path of an invitation's notice lets its reader in


class ReadOnlyAdmin(admin.ModelAdmin):
    """Every field to read, none to write."""

    list_per_page = 50
    show_full_result_count = False

    def get_list_display(self, request: HttpRequest) -> list[str]:
        names = [field.name for field in self.model._meta.concrete_fields if field.name not in SECRETS]
        return names[:8]

    def get_exclude(self, request: HttpRequest, obj: object = None) -> list[str]:
        return SECRETS

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


# What other packages registered could be written: addresses and groups. Ours shows them instead.
for registered in list(admin.site._registry):
    admin.site.unregister(registered)
    admin.site.register(registered, ReadOnlyAdmin)
for model in apps.get_app_config("marketplace").get_models():
    admin.site.register(model, ReadOnlyAdmin)
