create table if not exists "portico_portals" (
  "portal_id" text not null,
  "id" text not null,
  "name" text not null,
  "owner_id" text not null,
  "status" text not null,
  "options" text not null,
  "modules" text not null,
  "licences" text not null,
  "quotas" text not null,
  "created_at" integer not null,
  "version" integer not null,
  check ("status" in ('active', 'suspended', 'deleted')),
  constraint "portico_portals_pkey" primary key ("portal_id", "id")
) strict;
create index if not exists "portico_portals_by_owner" on "portico_portals" ("owner_id", "id", "portal_id");
create table if not exists "portico_seats" (
  "portal_id" text not null,
  "id" text not null,
  "users" integer not null,
  "guests" integer not null,
  "administrators" integer not null,
  "temporary" text not null,
  "version" integer not null,
  constraint "portico_seats_pkey" primary key ("portal_id", "id")
) strict;
create table if not exists "portico_members" (
  "portal_id" text not null,
  "id" text not null,
  "type" text not null,
  "status" text not null,
  "administers" text not null,
  "temporary" text not null,
  "promoted" integer not null,
  "groups" text not null,
  "name" text not null,
  "email" text,
  "address" text,
  "email_verified_at" integer,
  "pending_address" text,
  "address_asked_by" text,
  "email_generation" integer not null,
  "identity" text,
  "reassignment_id" text,
  "language" text not null,
  "created_at" integer not null,
  "version" integer not null,
  check ("type" in ('guest', 'user')),
  check ("status" in ('active', 'disabled')),
  constraint "portico_members_pkey" primary key ("portal_id", "id"),
  constraint "portico_members_email_unique" unique ("portal_id", "email"),
  constraint "portico_members_identity_unique" unique ("portal_id", "identity")
) strict;
create table if not exists "portico_reassignments" (
  "portal_id" text not null,
  "id" text not null,
  "from_id" text not null,
  "to_id" text not null,
  "requested_by" text not null,
  "status" text not null,
  "done" integer not null,
  "total" integer,
  "result" text,
  "created_at" integer not null,
  "finished_at" integer,
  "version" integer not null,
  check ("status" in ('running', 'completed', 'failed')),
  constraint "portico_reassignments_pkey" primary key ("portal_id", "id")
) strict;
create index if not exists "portico_reassignments_by_receiver" on "portico_reassignments" ("portal_id", "to_id", "status", "id");
create table if not exists "portico_groups" (
  "portal_id" text not null,
  "id" text not null,
  "name" text not null,
  "created_at" integer not null,
  "version" integer not null,
  constraint "portico_groups_pkey" primary key ("portal_id", "id"),
  constraint "portico_groups_name_unique" unique ("portal_id", "name")
) strict;
create table if not exists "portico_invitations" (
  "portal_id" text not null,
  "id" text not null,
  "email" text not null,
  "address" text not null,
  "name" text,
  "type" text not null,
  "administers" text not null,
  "groups" text not null,
  "invited_by" text not null,
  "member_id" text,
  "language" text not null,
  "status" text not null,
  "generation" integer not null,
  "expires_at" integer not null,
  "created_at" integer not null,
  "open_email" text,
  "version" integer not null,
  check ("type" in ('guest', 'user')),
  check ("status" in ('open', 'accepted', 'declined', 'withdrawn', 'expired', 'void')),
  constraint "portico_invitations_pkey" primary key ("portal_id", "id"),
  constraint "portico_invitations_open_email_unique" unique ("portal_id", "open_email")
) strict;
create table if not exists "portico_transfers" (
  "portal_id" text not null,
  "id" text not null,
  "number" integer not null,
  "owner_id" text not null,
  "candidate_id" text not null,
  "status" text not null,
  "candidate_name" text not null,
  "generation" integer not null,
  "sent_to" text,
  "approvals" text not null,
  "expires_at" integer not null,
  "due_at" integer,
  "asked_at" text not null,
  "created_at" integer not null,
  "ended_at" integer,
  "open_portal" text,
  "version" integer not null,
  check ("status" in ('pending', 'confirmed', 'proposed', 'waiting', 'completed', 'declined', 'cancelled', 'expired', 'superseded')),
  constraint "portico_transfers_pkey" primary key ("portal_id", "id"),
  constraint "portico_transfers_open_portal_unique" unique ("open_portal"),
  constraint "portico_transfers_number_unique" unique ("portal_id", "number")
) strict;
create index if not exists "portico_transfers_due" on "portico_transfers" ("due_at", "id", "portal_id");
create table if not exists "portico_holder_portals" (
  "portal_id" text not null,
  "id" text not null,
  "kind" text not null,
  "holder_id" text not null,
  "name" text not null,
  "office" text not null,
  "handlers" text not null,
  "private" integer not null,
  "status" text not null,
  "permanence" text not null,
  "email" text not null,
  "address" text not null,
  "holder_active" integer not null,
  "licensed" integer not null,
  "generation" integer not null,
  "attempts" integer not null,
  "delivery" text not null,
  "expires_at" integer,
  "pending" text not null,
  "confirmations" integer not null,
  "registrant_id" text,
  "registered_from" text,
  "registered_at" integer,
  "owner_id" text,
  "language" text not null,
  "open_requests" text not null,
  "requests_completed_at" integer,
  "ends_at" integer,
  "reminded" integer not null,
  "due_at" integer,
  "created_at" integer not null,
  "holder_key" text,
  "listed" text,
  "version" integer not null,
  check ("permanence" in ('permanent', 'temporary')),
  check ("delivery" in ('queued', 'sent', 'failed', 'bounced')),
  constraint "portico_holder_portals_pkey" primary key ("portal_id", "id"),
  constraint "portico_holder_portals_holder_key_unique" unique ("portal_id", "holder_key")
) strict;
create index if not exists "portico_holder_portals_by_holder" on "portico_holder_portals" ("portal_id", "holder_id", "id");
create index if not exists "portico_holder_portals_by_registrant" on "portico_holder_portals" ("portal_id", "registrant_id", "id");
create index if not exists "portico_holder_portals_by_kind" on "portico_holder_portals" ("portal_id", "listed", "id");
create index if not exists "portico_holder_portals_by_office" on "portico_holder_portals" ("portal_id", "listed", "office", "id");
create index if not exists "portico_holder_portals_by_address" on "portico_holder_portals" ("portal_id", "listed", "email", "id");
create index if not exists "portico_holder_portals_by_office_and_address" on "portico_holder_portals" ("portal_id", "listed", "office", "email", "id");
create index if not exists "portico_holder_portals_due" on "portico_holder_portals" ("due_at", "id", "portal_id");
create table if not exists "portico_holder_seats" (
  "portal_id" text not null,
  "id" text not null,
  "taken" integer not null,
  "version" integer not null,
  constraint "portico_holder_seats_pkey" primary key ("portal_id", "id")
) strict;
create table if not exists "portico_delegations" (
  "portal_id" text not null,
  "id" text not null,
  "kind" text not null,
  "office" text not null,
  "delegates" text not null,
  "created_at" integer not null,
  "version" integer not null,
  constraint "portico_delegations_pkey" primary key ("portal_id", "id")
) strict;
create table if not exists "portico_credentials" (
  "portal_id" text not null,
  "id" text not null,
  "account_id" text not null,
  "password_hash" text not null,
  "changed_at" integer not null,
  "version" integer not null,
  constraint "portico_credentials_pkey" primary key ("portal_id", "id"),
  constraint "portico_credentials_account_unique" unique ("portal_id", "account_id")
) strict;
create table if not exists "portico_login_names" (
  "portal_id" text not null,
  "id" text not null,
  "key" text not null,
  "account_id" text not null,
  "kept_for" text,
  "kept_until" integer,
  "created_at" integer not null,
  "version" integer not null,
  constraint "portico_login_names_pkey" primary key ("portal_id", "id"),
  constraint "portico_login_names_key_unique" unique ("key")
) strict;
create index if not exists "portico_login_names_by_account" on "portico_login_names" ("portal_id", "account_id", "id");
create table if not exists "portico_tokens" (
  "portal_id" text not null,
  "id" text not null,
  "hash" text not null,
  "purpose" text not null,
  "subject" text not null,
  "subject_id" text not null,
  "generation" integer not null,
  "expires_at" integer not null,
  "created_at" integer not null,
  "version" integer not null,
  constraint "portico_tokens_pkey" primary key ("portal_id", "id"),
  constraint "portico_tokens_hash_unique" unique ("hash")
) strict;
create index if not exists "portico_tokens_by_subject" on "portico_tokens" ("portal_id", "subject", "subject_id", "id");
create table if not exists "portico_idempotency_keys" (
  "portal_id" text not null,
  "id" text not null,
  "command" text not null,
  "body_hash" text not null,
  "answer" text not null,
  "created_at" integer not null,
  "version" integer not null,
  constraint "portico_idempotency_keys_pkey" primary key ("portal_id", "id")
) strict;
create table if not exists "portico_outbox" (
  "portal_id" text not null,
  "id" text not null,
  "key" text not null,
  "letter" text not null,
  "language" text not null,
  "to_address" text not null,
  "to_name" text not null,
  "variables" text not null,
  "link" text not null,
  "status" text not null,
  "attempts" integer not null,
  "due_at" integer,
  "last_error" text,
  "created_at" integer not null,
  "finished_at" integer,
  "version" integer not null,
  check ("status" in ('waiting', 'sending', 'sent', 'dead', 'dropped')),
  constraint "portico_outbox_pkey" primary key ("portal_id", "id"),
  constraint "portico_outbox_key_unique" unique ("portal_id", "key")
) strict;
create index if not exists "portico_outbox_by_status" on "portico_outbox" ("portal_id", "status", "id");
create index if not exists "portico_outbox_due" on "portico_outbox" ("due_at", "id", "portal_id");
create table if not exists "portico_rate_limits" (
  "portal_id" text not null,
  "id" text not null,
  "taken_at" text not null,
  "due_at" integer not null,
  "version" integer not null,
  constraint "portico_rate_limits_pkey" primary key ("portal_id", "id")
) strict;
create index if not exists "portico_rate_limits_due" on "portico_rate_limits" ("due_at", "id", "portal_id");
create table if not exists "portico_audit" (
  "portal_id" text not null,
  "id" text not null,
  "at" integer not null,
  "actor_id" text,
  "command" text not null,
  "outcome" text not null,
  "code" text,
  "subject" text not null,
  "subject_id" text not null,
  "before" text,
  "after" text,
  "correlation_id" text not null,
  "version" integer not null,
  check ("outcome" in ('accepted', 'refused')),
  constraint "portico_audit_pkey" primary key ("portal_id", "id")
) strict;
create index if not exists "portico_audit_by_subject" on "portico_audit" ("portal_id", "subject", "subject_id", "id");
