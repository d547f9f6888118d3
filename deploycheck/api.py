"""All that a rule, a policy or a plugin may import. Names are loaded on first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a test holds this equal to `_HOME`
    from deploycheck.domains.database.breakage import Breakage as Breakage
    from deploycheck.domains.database.diff import DatabaseChange as DatabaseChange
    from deploycheck.domains.database.effects import AddColumn as AddColumn
    from deploycheck.domains.database.effects import AddConstraint as AddConstraint
    from deploycheck.domains.database.effects import AddEnumValue as AddEnumValue
    from deploycheck.domains.database.effects import AlterColumnType as AlterColumnType
    from deploycheck.domains.database.effects import AlterTable as AlterTable
    from deploycheck.domains.database.effects import AttachPartition as AttachPartition
    from deploycheck.domains.database.effects import Constraint as Constraint
    from deploycheck.domains.database.effects import CreateEnum as CreateEnum
    from deploycheck.domains.database.effects import CreateIndex as CreateIndex
    from deploycheck.domains.database.effects import DetachPartition as DetachPartition
    from deploycheck.domains.database.effects import DropColumn as DropColumn
    from deploycheck.domains.database.effects import DropConstraint as DropConstraint
    from deploycheck.domains.database.effects import DropIndex as DropIndex
    from deploycheck.domains.database.effects import DropTable as DropTable
    from deploycheck.domains.database.effects import Effect as Effect
    from deploycheck.domains.database.effects import Opaque as Opaque
    from deploycheck.domains.database.effects import Rebuild as Rebuild
    from deploycheck.domains.database.effects import RefreshView as RefreshView
    from deploycheck.domains.database.effects import RunQuery as RunQuery
    from deploycheck.domains.database.effects import SetDefault as SetDefault
    from deploycheck.domains.database.effects import SetNotNull as SetNotNull
    from deploycheck.domains.database.effects import SetOption as SetOption
    from deploycheck.domains.database.effects import Truncate as Truncate
    from deploycheck.domains.database.effects import ValidateConstraint as ValidateConstraint
    from deploycheck.domains.database.findings import breakage_finding as breakage_finding
    from deploycheck.domains.database.findings import lock_finding as lock_finding
    from deploycheck.domains.database.findings import placed_finding as placed_finding
    from deploycheck.domains.database.findings import users_text as users_text
    from deploycheck.domains.database.locks.held import Pending as Pending
    from deploycheck.domains.database.locks.held import PlacedEffect as PlacedEffect
    from deploycheck.domains.database.locks.model import Lock as Lock
    from deploycheck.domains.database.migrations.history import Migration as Migration
    from deploycheck.domains.database.model import DatabaseModel as DatabaseModel
    from deploycheck.domains.database.model import Step as Step
    from deploycheck.domains.database.names import Name as Name
    from deploycheck.domains.database.queries.model import Insert as Insert
    from deploycheck.domains.database.rollback import Rollback as Rollback
    from deploycheck.domains.database.spelling import spelling as spelling
    from deploycheck.domains.database.unknown import UnknownStatement as UnknownStatement
    from deploycheck.domains.flags.facts import FlagAge as FlagAge
    from deploycheck.domains.flags.facts import FlagRead as FlagRead
    from deploycheck.domains.flags.model import Flag as Flag
    from deploycheck.domains.flags.model import FlagCall as FlagCall
    from deploycheck.domains.flags.model import FlagChange as FlagChange
    from deploycheck.domains.flags.model import FlagModel as FlagModel
    from deploycheck.domains.kubernetes.dangling import Dangling as Dangling
    from deploycheck.domains.kubernetes.diff import ObjectChange as ObjectChange
    from deploycheck.domains.kubernetes.elsewhere import ElsewhereChange as ElsewhereChange
    from deploycheck.domains.kubernetes.judging import abandoned_pods as abandoned_pods
    from deploycheck.domains.kubernetes.judging import changed_immutables as changed_immutables
    from deploycheck.domains.kubernetes.judging import pods_out as pods_out
    from deploycheck.domains.kubernetes.lost import LostService as LostService
    from deploycheck.domains.kubernetes.lost import Referrer as Referrer
    from deploycheck.domains.kubernetes.model import Composition as Composition
    from deploycheck.domains.kubernetes.model import KubernetesModel as KubernetesModel
    from deploycheck.domains.kubernetes.model import KubernetesService as KubernetesService
    from deploycheck.domains.kubernetes.model import Placed as Placed
    from deploycheck.domains.kubernetes.model import Workload as Workload
    from deploycheck.domains.kubernetes.removed_versions import RemovedVersion as RemovedVersion
    from deploycheck.domains.messages.diff import TopicChange as TopicChange
    from deploycheck.domains.messages.facts import UsedSchema as UsedSchema
    from deploycheck.domains.messages.findings import broken_findings as broken_findings
    from deploycheck.domains.messages.findings import open_findings as open_findings
    from deploycheck.domains.messages.model import MessagesModel as MessagesModel
    from deploycheck.domains.messages.model import TopicState as TopicState
    from deploycheck.domains.messages.modes import promise_of as promise_of
    from deploycheck.domains.openapi.callers import Callers as Callers
    from deploycheck.domains.openapi.changelog.needed import lower_version as lower_version
    from deploycheck.domains.openapi.changelog.needed import small_bump as small_bump
    from deploycheck.domains.openapi.changes.change import SpecChange as SpecChange
    from deploycheck.domains.openapi.diff import ApiDiff as ApiDiff
    from deploycheck.domains.openapi.link import Api as Api
    from deploycheck.domains.openapi.terms import Terms as Terms
    from deploycheck.domains.openapi.terms import announcements as announcements
    from deploycheck.domains.services.codeowners import CodeOwners as CodeOwners
    from deploycheck.domains.services.model import ServicesDiff as ServicesDiff
    from deploycheck.domains.services.runbook import Runbook as Runbook
    from deploycheck.engine.gate_changes import GateChange as GateChange
    from deploycheck.engine.rule_folder import rules_of as rules_of
    from deploycheck.engine.waivers import Waiver as Waiver
    from deploycheck.engine.waivers import WaiverLog as WaiverLog
    from deploycheck.hooks import Contribution as Contribution
    from deploycheck.hooks import Domain as Domain
    from deploycheck.hooks import Fact as Fact
    from deploycheck.hooks import Linking as Linking
    from deploycheck.hooks import Listing as Listing
    from deploycheck.hooks import Rule as Rule
    from deploycheck.hooks import Sight as Sight
    from deploycheck.hooks import fact as fact
    from deploycheck.hooks import hookimpl as hookimpl
    from deploycheck.hooks import rule as rule
    from deploycheck.model.change import Change as Change
    from deploycheck.model.change import Claim as Claim
    from deploycheck.model.change import Loaded as Loaded
    from deploycheck.model.change import LoadedFile as LoadedFile
    from deploycheck.model.change import View as View
    from deploycheck.model.contract import Contracts as Contracts
    from deploycheck.model.finding import Evidence as Evidence
    from deploycheck.model.finding import Finding as Finding
    from deploycheck.model.finding import Findings as Findings
    from deploycheck.model.finding import NotAnalysed as NotAnalysed
    from deploycheck.model.finding import Problem as Problem
    from deploycheck.model.finding import Witness as Witness
    from deploycheck.model.location import Located as Located
    from deploycheck.model.location import Location as Location
    from deploycheck.model.location import Related as Related
    from deploycheck.model.service import Client as Client
    from deploycheck.model.service import Database as Database
    from deploycheck.model.service import Environment as Environment
    from deploycheck.model.service import Estate as Estate
    from deploycheck.model.service import Service as Service
    from deploycheck.model.service import Unresolved as Unresolved
    from deploycheck.model.service import Use as Use
    from deploycheck.model.severity import Impact as Impact
    from deploycheck.model.severity import Severity as Severity
    from deploycheck.model.severity import Usage as Usage
    from deploycheck.model.suggest import did_you_mean as did_you_mean
    from deploycheck.model.usage import User as User
    from deploycheck.model.usage import Users as Users
    from deploycheck.model.usage import UsersOf as UsersOf
    from deploycheck.planning.findings import refusal_finding as refusal_finding
    from deploycheck.planning.result import Pair as Pair
    from deploycheck.planning.result import PlanResult as PlanResult
    from deploycheck.planning.result import Refusal as Refusal

_HOME = {
    "deploycheck.model.contract": ("Contracts",),
    "deploycheck.planning.findings": ("refusal_finding",),
    "deploycheck.planning.result": ("Pair", "PlanResult", "Refusal"),
    "deploycheck.domains.database.breakage": ("Breakage",),
    "deploycheck.domains.database.diff": ("DatabaseChange",),
    "deploycheck.domains.database.effects": (
        "AddColumn",
        "AddConstraint",
        "AddEnumValue",
        "AlterColumnType",
        "AlterTable",
        "AttachPartition",
        "Constraint",
        "CreateEnum",
        "CreateIndex",
        "DetachPartition",
        "DropColumn",
        "DropConstraint",
        "DropIndex",
        "DropTable",
        "Effect",
        "Opaque",
        "Rebuild",
        "RefreshView",
        "RunQuery",
        "SetDefault",
        "SetNotNull",
        "SetOption",
        "Truncate",
        "ValidateConstraint",
    ),
    "deploycheck.domains.database.findings": (
        "breakage_finding",
        "lock_finding",
        "placed_finding",
        "users_text",
    ),
    "deploycheck.domains.database.locks.held": (
        "Pending",
        "PlacedEffect",
    ),
    "deploycheck.domains.database.locks.model": ("Lock",),
    "deploycheck.domains.database.migrations.history": ("Migration",),
    "deploycheck.domains.database.rollback": ("Rollback",),
    "deploycheck.domains.database.spelling": ("spelling",),
    "deploycheck.domains.database.unknown": ("UnknownStatement",),
    "deploycheck.domains.database.names": ("Name",),
    "deploycheck.domains.database.queries.model": ("Insert",),
    "deploycheck.domains.database.model": ("DatabaseModel", "Step"),
    "deploycheck.domains.flags.facts": ("FlagAge", "FlagRead"),
    "deploycheck.domains.flags.model": ("Flag", "FlagCall", "FlagChange", "FlagModel"),
    "deploycheck.domains.kubernetes.dangling": ("Dangling",),
    "deploycheck.domains.kubernetes.diff": ("ObjectChange",),
    "deploycheck.domains.kubernetes.elsewhere": ("ElsewhereChange",),
    "deploycheck.domains.kubernetes.judging": ("abandoned_pods", "changed_immutables", "pods_out"),
    "deploycheck.domains.kubernetes.lost": ("LostService", "Referrer"),
    "deploycheck.domains.kubernetes.model": (
        "Composition",
        "KubernetesModel",
        "KubernetesService",
        "Placed",
        "Workload",
    ),
    "deploycheck.domains.kubernetes.removed_versions": ("RemovedVersion",),
    "deploycheck.domains.messages.diff": ("TopicChange",),
    "deploycheck.domains.messages.facts": ("UsedSchema",),
    "deploycheck.domains.messages.findings": ("broken_findings", "open_findings"),
    "deploycheck.domains.messages.model": ("MessagesModel", "TopicState"),
    "deploycheck.domains.messages.modes": ("promise_of",),
    "deploycheck.domains.openapi.callers": ("Callers",),
    "deploycheck.domains.openapi.changelog.needed": ("lower_version", "small_bump"),
    "deploycheck.domains.openapi.changes.change": ("SpecChange",),
    "deploycheck.domains.openapi.diff": ("ApiDiff",),
    "deploycheck.domains.openapi.link": ("Api",),
    "deploycheck.domains.openapi.terms": ("Terms", "announcements"),
    "deploycheck.hooks": (
        "Contribution",
        "Domain",
        "Fact",
        "Linking",
        "Listing",
        "Rule",
        "Sight",
        "fact",
        "hookimpl",
        "rule",
    ),
    "deploycheck.domains.services.codeowners": ("CodeOwners",),
    "deploycheck.domains.services.model": ("ServicesDiff",),
    "deploycheck.domains.services.runbook": ("Runbook",),
    "deploycheck.engine.gate_changes": ("GateChange",),
    "deploycheck.engine.rule_folder": ("rules_of",),
    "deploycheck.engine.waivers": ("Waiver", "WaiverLog"),
    "deploycheck.model.change": ("Change", "Claim", "Loaded", "LoadedFile", "View"),
    "deploycheck.model.finding": ("Evidence", "Finding", "Findings", "NotAnalysed", "Problem", "Witness"),
    "deploycheck.model.location": ("Located", "Location", "Related"),
    "deploycheck.model.service": ("Client", "Database", "Environment", "Estate", "Service", "Unresolved", "Use"),
    "deploycheck.model.severity": ("Impact", "Severity", "Usage"),
    "deploycheck.model.suggest": ("did_you_mean",),
    "deploycheck.model.usage": ("User", "Users", "UsersOf"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever lives under that name
    """Load a name from its home."""
    if name not in _MODULE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_MODULE[name]), name)


def __dir__() -> list[str]:
    """List what may be imported."""
    return sorted(_MODULE)
