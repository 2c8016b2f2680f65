"""What coordinators write down about a symbiosis: notes, the contact log, and who is involved. No firm reads it."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MOST_SIGNS = 2000  # the database itself would keep any length


class Note(models.Model):
    """Something that a coordinator wants to remember."""

    symbiosis = models.ForeignKey("Symbiosis", on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=MOST_SIGNS, validators=[MaxLengthValidator(MOST_SIGNS)])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="symbiosis_notes"
    )
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]

    def __str__(self) -> str:
        return self.text[:60]


class ContactEntry(models.Model):
    """One call, mail, meeting or visit: with whom, when, and what was said."""

    class Way(models.TextChoices):
        CALL = "call", _("call")
        MAIL = "mail", _("mail")
        MEETING = "meeting", _("meeting")
        VISIT = "visit", _("visit")

    symbiosis = models.ForeignKey("Symbiosis", on_delete=models.CASCADE, related_name="contact_entries")
    way = models.CharField(_("how"), max_length=10, choices=Way.choices)
    person = models.ForeignKey(  # who has an account, and whose name goes with it
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact_entries"
    )
    with_whom = models.CharField(_("with whom"), max_length=200, blank=True)
    on = models.DateField(_("on which day"))
    said = models.TextField(
        _("what was said"), max_length=MOST_SIGNS, blank=True, validators=[MaxLengthValidator(MOST_SIGNS)]
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="written_contact_entries"
    )
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contact log")
        # No constraint asks for somebody: the name of a person who has left is gone from their entries.

    def __str__(self) -> str:
        return f"{self.way} {self.on}"

    @property
    def whom(self) -> str:
        """With whom it was, as far as it is still known."""
        return str(self.person) if self.person else self.with_whom


class InvolvedPerson(models.Model):
    """Somebody who matters to a symbiosis and belongs to none of its firms: a haulier, an official, a colleague."""

    symbiosis = models.ForeignKey("Symbiosis", on_delete=models.CASCADE, related_name="involved_people")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("what they have to do with it"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("involved person")
        verbose_name_plural = _("involved people")
        constraints = [
            models.UniqueConstraint(
                fields=["symbiosis", "name"],
                name="involved_person_once",
                violation_error_message=_("This person is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
