"""Who may do what: the one place where rights are decided, from plain values.

An owner works on the case; a distributor who reaches the case's place may do what its owner may (F1, F2);
an assignee sees and does only what belongs to the subtask (S35, A28), and only while they still have a role
at the case's place or own the case. Who is disqualified (inhabil) from a case is nothing to it, whatever else they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import N_, NotAllowedError, NotFoundError, TooLateError
from domain.values import CaseStatus, Person, Role

NOT_BEGUN = N_("Deloppgaven venter på en annen deloppgave. Trykk «Begynn nå» før du gjør dette.")
NO_SUCH_CASE = N_("Du har ingen sak med dette nummeret. Kontroller nummeret, eller åpne saken fra fanen Home.")


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, with their roles and the paths of the places where they have them."""

    person: Person
    roles: tuple[tuple[Role, str], ...]
    disqualified_from: frozenset[str] = frozenset()
    """The numbers of the cases from which the actor is disqualified."""
    stands_in: bool = False
    """Whether anything is in front of them in the place of somebody who is away."""

    @property
    def reach(self) -> tuple[str, ...]:
        """The paths below which the actor acts as distributor."""
        return tuple(path for role, path in self.roles if role is Role.DISTRIBUTOR)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a person is to a case or subtask."""

    owner: bool = False
    distributor: bool = False
    assignee: bool = False
    begun: bool = True
    """Whether the subtask is somebody's work now: it does not wait for another one."""

    @property
    def runs_case(self) -> bool:
        """Whether the actor may see the case and work on it."""
        return self.owner or self.distributor

    @property
    def is_party(self) -> bool:
        """Whether the actor is one of the two who talk in the subtask's thread (S37)."""
        return (self.owner or self.assignee) and self.begun


def relation_to_case(
    actor: Actor, case_id: str, *, owner_id: int | None, place_path: str, stand_in_id: int | None = None
) -> Relation:
    """What the actor is to a case; `stand_in_id` is who stands in for its owner, and may do what the owner may."""
    if case_id in actor.disqualified_from:
        return Relation()
    return Relation(
        owner=actor.person.id in (owner_id, stand_in_id),
        distributor=any(place_path.startswith(path) for path in actor.reach),
    )


def relation_to_subtask(
    actor: Actor,
    case_id: str,
    *,
    owner_id: int | None,
    place_path: str,
    assignee_id: int,
    assignee_at_place: bool,
    declined: bool,
    stand_in_id: int | None = None,
    owner_stand_in_id: int | None = None,
    begun: bool = True,
) -> Relation:
    """What the actor is to a subtask; one who was assigned but lost the role, or declined, is nothing to it.

    Who stands in (`stand_in_id` for the assignee, `owner_stand_in_id` for the owner) is to it what the absent one is,
    and no more: nothing where that one would be nothing, or where the actor is disqualified. One that has not `begun`
    is nobody's to solve, and nobody talks in it.
    """
    if case_id in actor.disqualified_from:
        return Relation()
    case = relation_to_case(actor, case_id, owner_id=owner_id, place_path=place_path, stand_in_id=owner_stand_in_id)
    may_have_it = begun and not declined and (assignee_at_place or assignee_id == owner_id)
    return Relation(case.owner, case.distributor, may_have_it and actor.person.id in (assignee_id, stand_in_id), begun)


def relation_of_system(role: Role, *, below: str, place_path: str, brought_in: bool) -> Relation:
    """What a system is to a case: as distributor to all below its place, as case worker to what it has brought in."""
    reaches = place_path.startswith(below)
    return Relation(
        owner=reaches and role is Role.CASE_WORKER and brought_in, distributor=reaches and role is Role.DISTRIBUTOR
    )


def could_be_chosen(actor: Actor, *, place_path: str) -> bool:
    """Whether somebody could be given a case of this place, or a subtask of it (F4, S12): by their roles alone."""
    may_own = any(role in (Role.CASE_WORKER, Role.DISTRIBUTOR) for role, _ in actor.roles)
    return may_own or any(path == place_path for _, path in actor.roles)


def require_distributor(relation: Relation) -> None:
    """Refuse everybody but a distributor who has the case's place in reach; a stranger learns nothing."""
    require_case(relation)
    if not relation.distributor:
        raise NotAllowedError(N_("Bare en fordeler kan gjøre dette."))


def require_distributes(actor: Actor, words: str) -> None:
    """Refuse, in these words, everybody who distributes at no place."""
    if not actor.reach:
        raise NotAllowedError(words)


def require_case(relation: Relation) -> None:
    """Refuse everybody who does not run the case. Says no more than that: a stranger learns nothing."""
    if not relation.runs_case:
        raise NotFoundError(NO_SUCH_CASE)


def require_may_create(relation: Relation, *, status: CaseStatus, owner_id: int | None) -> None:
    """Refuse new subtasks in a case that is not open or has nobody to answer for it (S19, A6, A22)."""
    require_case(relation)
    if status in (CaseStatus.CLOSED, CaseStatus.WITHDRAWN):
        raise TooLateError(N_("Saken er avsluttet. Det kan ikke opprettes flere deloppgaver i den."))
    if owner_id is None:
        raise NotAllowedError(N_("Saken er ikke fordelt ennå. Fordel den før du oppretter deloppgaver."))


def require_open_case(status: CaseStatus) -> None:
    """Refuse to change a case that has ended."""
    if status in (CaseStatus.CLOSED, CaseStatus.WITHDRAWN):
        raise TooLateError(N_("Saken er avsluttet og kan ikke endres."))


def require_distributed(owner_id: int | None) -> int:
    """Who answers for a case; refuses what only makes sense in one that somebody answers for (A22)."""
    if owner_id is None:
        raise NotAllowedError(N_("Saken er ikke fordelt ennå. Fordel den først."))
    return owner_id


def require_may_decline(relation: Relation) -> None:
    """Refuse everybody but the one who is to solve the subtask, and them, too, when they gave it to themselves."""
    if not relation.assignee:
        raise NotAllowedError(N_("Bare den som er ansvarlig, kan sende tilbake deloppgaven."))
    if relation.owner:
        raise NotAllowedError(N_("Deloppgaven er din egen. Bytt ansvarlig i stedet."))


def require_may_need_more(relation: Relation) -> None:
    """Refuse everybody but the one who is to solve the subtask, and them when there is nobody else to ask."""
    if not relation.assignee:
        raise NotAllowedError(N_("Bare den som er ansvarlig, kan be om mer fra sakseier."))
    if relation.owner:
        raise NotAllowedError(N_("Deloppgaven er din egen, så det er ingen å spørre."))


def require_may_fetch(relation: Relation) -> None:
    """Refuse everybody but the one to whom the subtask's attachments are open."""
    if not relation.assignee:
        raise NotAllowedError(N_("Bare den som er ansvarlig, kan hente vedlegg i deloppgaven."))


def require_subtask(relation: Relation) -> None:
    """Refuse everybody who has nothing to do with the subtask."""
    if not (relation.runs_case or relation.assignee):
        raise NotAllowedError(N_("Du har ikke lenger tilgang til denne deloppgaven."))


def require_begun(relation: Relation) -> None:
    """Refuse what only makes sense in a subtask that is somebody's work, and does not wait for another one."""
    if not relation.begun:
        raise NotAllowedError(NOT_BEGUN)


def require_party(
    relation: Relation, words: str = N_("Bare den ansvarlige og sakseieren kan skrive meldinger i deloppgaven.")
) -> None:
    """Refuse everybody but the two parties of the subtask's conversation (S37), in these words."""
    require_begun(relation)
    if not relation.is_party:
        raise NotAllowedError(words)
