"""People: who logs in, and who coordinates which municipalities."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Make people by e-mail; there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, **fields, is_staff=True, is_superuser=True)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in with an e-mail address."""

    email = models.EmailField(_("e-mail"), unique=True, error_messages={"unique": _("This address has an account.")})
    name = models.CharField(_("name"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="sv")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    # The row stays, emptied, so that reviews and the history keep pointing at one and the same nobody.
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(is_active=False, name="", phone=""),
                name="user_deleted_keeps_nothing",
                violation_error_message=_("A deleted account keeps neither name nor phone."),
            ),
        ]

    def __str__(self) -> str:
        if self.deleted_at:
            return str(_("a deleted account"))
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


def display_name(user: User) -> str:
    """Return what allauth's pages and mails call a person."""
    return str(user)


class Coordinator(models.Model):
    """A person who reviews suggestions and helps firms in some municipalities, on either side of the border."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, verbose_name=_("person"))
    is_lead = models.BooleanField(_("lead coordinator"), default=False)
    # Which address of their calendar counts: one more makes every earlier address worthless. 0: they have none yet.
    calendar_round = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")

    def __str__(self) -> str:
        return str(self.user)


class CoordinatorArea(models.Model):
    """One municipality that a coordinator looks after."""

    coordinator = models.ForeignKey(Coordinator, on_delete=models.CASCADE, related_name="areas")
    municipality = models.CharField(_("municipality"), max_length=10)  # code of geo.places, e.g. SE-2309

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coordinator", "municipality"], name="coordinator_area_once"),
        ]

    def __str__(self) -> str:
        return self.municipality
