create table "portico_portals" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "name" text collate "C" not null,
  "owner_id" text collate "C" not null,
  "status" text collate "C" not null,
  "options" jsonb not null,
  "modules" jsonb not null,
  "licences" jsonb not null,
  "quotas" jsonb not null,
  "created_at" bigint not null,
  "version" bigint not null,
  check ("status" in ('active', 'suspended', 'deleted')),
  constraint "portico_portals_pkey" primary key ("portal_id", "id")
);
create index "portico_portals_by_owner" on "portico_portals" ("owner_id", "id", "portal_id");
create table "portico_seats" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "users" bigint not null,
  "guests" bigint not null,
  "administrators" bigint not null,
  "temporary" jsonb not null,
  "version" bigint not null,
  constraint "portico_seats_pkey" primary key ("portal_id", "id")
);
create table "portico_members" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "type" text collate "C" not null,
  "status" text collate "C" not null,
  "administers" jsonb not null,
  "temporary" jsonb not null,
  "promoted" boolean not null,
  "groups" jsonb not null,
  "name" text collate "C" not null,
  "email" text collate "C",
  "address" text collate "C",
  "email_verified_at" bigint,
  "pending_address" text collate "C",
  "address_asked_by" text collate "C",
  "email_generation" bigint not null,
  "identity" text collate "C",
  "reassignment_id" text collate "C",
  "language" text collate "C" not null,
  "created_at" bigint not null,
  "version" bigint not null,
  check ("type" in ('guest', 'user')),
  check ("status" in ('active', 'disabled')),
  constraint "portico_members_pkey" primary key ("portal_id", "id"),
  constraint "portico_members_email_unique" unique ("portal_id", "email"),
  constraint "portico_members_identity_unique" unique ("portal_id", "identity")
);
create table "portico_reassignments" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "from_id" text collate "C" not null,
  "to_id" text collate "C" not null,
  "requested_by" text collate "C" not null,
  "status" text collate "C" not null,
  "done" bigint not null,
  "total" bigint,
  "result" text collate "C",
  "created_at" bigint not null,
  "finished_at" bigint,
  "version" bigint not null,
  check ("status" in ('running', 'completed', 'failed')),
  constraint "portico_reassignments_pkey" primary key ("portal_id", "id")
);
create index "portico_reassignments_by_receiver" on "portico_reassignments" ("portal_id", "to_id", "status", "id");
create table "portico_groups" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "name" text collate "C" not null,
  "created_at" bigint not null,
  "version" bigint not null,
  constraint "portico_groups_pkey" primary key ("portal_id", "id"),
  constraint "portico_groups_name_unique" unique ("portal_id", "name")
);
create table "portico_invitations" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "email" text collate "C" not null,
  "address" text collate "C" not null,
  "name" text collate "C",
  "type" text collate "C" not null,
  "administers" jsonb not null,
  "groups" jsonb not null,
  "invited_by" text collate "C" not null,
  "member_id" text collate "C",
  "language" text collate "C" not null,
  "status" text collate "C" not null,
  "generation" bigint not null,
  "expires_at" bigint not null,
  "created_at" bigint not null,
  "open_email" text collate "C",
  "version" bigint not null,
  check ("type" in ('guest', 'user')),
  check ("status" in ('open', 'accepted', 'declined', 'withdrawn', 'expired', 'void')),
  constraint "portico_invitations_pkey" primary key ("portal_id", "id"),
  constraint "portico_invitations_open_email_unique" unique ("portal_id", "open_email")
);
create table "portico_transfers" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "number" bigint not null,
  "owner_id" text collate "C" not null,
  "candidate_id" text collate "C" not null,
  "status" text collate "C" not null,
  "candidate_name" text collate "C" not null,
  "generation" bigint not null,
  "sent_to" text collate "C",
  "approvals" jsonb not null,
  "expires_at" bigint not null,
  "due_at" bigint,
  "asked_at" jsonb not null,
  "created_at" bigint not null,
  "ended_at" bigint,
  "open_portal" text collate "C",
  "version" bigint not null,
  check ("status" in ('pending', 'confirmed', 'proposed', 'waiting', 'completed', 'declined', 'cancelled', 'expired', 'superseded')),
  constraint "portico_transfers_pkey" primary key ("portal_id", "id"),
  constraint "portico_transfers_open_portal_unique" unique ("open_portal"),
  constraint "portico_transfers_number_unique" unique ("portal_id", "number")
);
create index "portico_transfers_due" on "portico_transfers" ("due_at", "id", "portal_id");
create table "portico_holder_portals" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "kind" text collate "C" not null,
  "holder_id" text collate "C" not null,
  "name" text collate "C" not null,
  "office" text collate "C" not null,
  "handlers" jsonb not null,
  "private" boolean not null,
  "status" text collate "C" not null,
  "permanence" text collate "C" not null,
  "email" text collate "C" not null,
  "address" text collate "C" not null,
  "holder_active" boolean not null,
  "licensed" boolean not null,
  "generation" bigint not null,
  "attempts" bigint not null,
  "delivery" text collate "C" not null,
  "expires_at" bigint,
  "pending" jsonb not null,
  "confirmations" bigint not null,
  "registrant_id" text collate "C",
  "registered_from" text collate "C",
  "registered_at" bigint,
  "owner_id" text collate "C",
  "language" text collate "C" not null,
  "open_requests" jsonb not null,
  "requests_completed_at" bigint,
  "ends_at" bigint,
  "reminded" boolean not null,
  "due_at" bigint,
  "created_at" bigint not null,
  "holder_key" text collate "C",
  "listed" text collate "C",
  "version" bigint not null,
  check ("permanence" in ('permanent', 'temporary')),
  check ("delivery" in ('queued', 'sent', 'failed', 'bounced')),
  constraint "portico_holder_portals_pkey" primary key ("portal_id", "id"),
  constraint "portico_holder_portals_holder_key_unique" unique ("portal_id", "holder_key")
);
create index "portico_holder_portals_by_holder" on "portico_holder_portals" ("portal_id", "holder_id", "id");
create index "portico_holder_portals_by_registrant" on "portico_holder_portals" ("portal_id", "registrant_id", "id");
create index "portico_holder_portals_by_kind" on "portico_holder_portals" ("portal_id", "listed", "id");
create index "portico_holder_portals_by_office" on "portico_holder_portals" ("portal_id", "listed", "office", "id");
create index "portico_holder_portals_by_address" on "portico_holder_portals" ("portal_id", "listed", "email", "id");
create index "portico_holder_portals_by_office_and_address" on "portico_holder_portals" ("portal_id", "listed", "office", "email", "id");
create index "portico_holder_portals_due" on "portico_holder_portals" ("due_at", "id", "portal_id");
create table "portico_holder_seats" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "taken" bigint not null,
  "version" bigint not null,
  constraint "portico_holder_seats_pkey" primary key ("portal_id", "id")
);
create table "portico_delegations" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "kind" text collate "C" not null,
  "office" text collate "C" not null,
  "delegates" jsonb not null,
  "created_at" bigint not null,
  "version" bigint not null,
  constraint "portico_delegations_pkey" primary key ("portal_id", "id")
);
create table "portico_credentials" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "account_id" text collate "C" not null,
  "password_hash" text collate "C" not null,
  "changed_at" bigint not null,
  "version" bigint not null,
  constraint "portico_credentials_pkey" primary key ("portal_id", "id"),
  constraint "portico_credentials_account_unique" unique ("portal_id", "account_id")
);
create table "portico_login_names" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "key" text collate "C" not null,
  "account_id" text collate "C" not null,
  "kept_for" text collate "C",
  "kept_until" bigint,
  "created_at" bigint not null,
  "version" bigint not null,
  constraint "portico_login_names_pkey" primary key ("portal_id", "id"),
  constraint "portico_login_names_key_unique" unique ("key")
);
create index "portico_login_names_by_account" on "portico_login_names" ("portal_id", "account_id", "id");
create table "portico_tokens" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "hash" text collate "C" not null,
  "purpose" text collate "C" not null,
  "subject" text collate "C" not null,
  "subject_id" text collate "C" not null,
  "generation" bigint not null,
  "expires_at" bigint not null,
  "created_at" bigint not null,
  "version" bigint not null,
  constraint "portico_tokens_pkey" primary key ("portal_id", "id"),
  constraint "portico_tokens_hash_unique" unique ("hash")
);
create index "portico_tokens_by_subject" on "portico_tokens" ("portal_id", "subject", "subject_id", "id");
create table "portico_idempotency_keys" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "command" text collate "C" not null,
  "body_hash" text collate "C" not null,
  "answer" jsonb not null,
  "created_at" bigint not null,
  "version" bigint not null,
  constraint "portico_idempotency_keys_pkey" primary key ("portal_id", "id")
);
create table "portico_outbox" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "key" text collate "C" not null,
  "letter" text collate "C" not null,
  "language" text collate "C" not null,
  "to_address" text collate "C" not null,
  "to_name" text collate "C" not null,
  "variables" jsonb not null,
  "link" jsonb not null,
  "status" text collate "C" not null,
  "attempts" bigint not null,
  "due_at" bigint,
  "last_error" text collate "C",
  "created_at" bigint not null,
  "finished_at" bigint,
  "version" bigint not null,
  check ("status" in ('waiting', 'sending', 'sent', 'dead', 'dropped')),
  constraint "portico_outbox_pkey" primary key ("portal_id", "id"),
  constraint "portico_outbox_key_unique" unique ("portal_id", "key")
);
create index "portico_outbox_by_status" on "portico_outbox" ("portal_id", "status", "id");
create index "portico_outbox_due" on "portico_outbox" ("due_at", "id", "portal_id");
create table "portico_rate_limits" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "taken_at" jsonb not null,
  "due_at" bigint not null,
  "version" bigint not null,
  constraint "portico_rate_limits_pkey" primary key ("portal_id", "id")
);
create index "portico_rate_limits_due" on "portico_rate_limits" ("due_at", "id", "portal_id");
create table "portico_audit" (
  "portal_id" text collate "C" not null,
  "id" text collate "C" not null,
  "at" bigint not null,
  "actor_id" text collate "C",
  "command" text collate "C" not null,
  "outcome" text collate "C" not null,
  "code" text collate "C",
  "subject" text collate "C" not null,
  "subject_id" text collate "C" not null,
  "before" text collate "C",
  "after" text collate "C",
  "correlation_id" text collate "C" not null,
  "version" bigint not null,
  check ("outcome" in ('accepted', 'refused')),
  constraint "portico_audit_pkey" primary key ("portal_id", "id")
);
create index "portico_audit_by_subject" on "portico_audit" ("portal_id", "subject", "subject_id", "id");
