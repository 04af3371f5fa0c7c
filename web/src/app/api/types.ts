/** What the server's API carries: the parts the app reads, by hand and narrow. */

export type Id = string;

export interface Money {
  amount: string;
  currency: string;
}

/** A field's value as JSON; what it means is its field's type. */
export type Value = string | number | boolean | null | Money | string[] | { [key: string]: unknown };
export type Fields = Record<string, Value>;

export type FieldType =
  | 'text' | 'long_text' | 'integer' | 'decimal' | 'money' | 'percent' | 'boolean' | 'date' | 'datetime' | 'duration'
  | 'select' | 'multi_select' | 'email' | 'phone' | 'url' | 'user' | 'relation' | 'json'
  | 'rich_text' | 'address' | 'person_name' | 'file';

export interface Option {
  value: string;
  label: string;
  colour?: string | null;
}

export interface Field {
  name: string;
  type: FieldType;
  label: string;
  hint?: string;
  required?: boolean;
  unique?: boolean;
  indexed?: boolean;
  read_only?: boolean;
  writable?: boolean;
  format?: string;
  options?: Option[];
  to?: string;
  /** Not shown unless asked for: in forms, on pages, in choices. */
  hidden?: boolean;
  custom?: boolean;
  /** A relation that leads to many. */
  many?: boolean;
  /** Worked out by the server, never written: from what, and why it is empty where that cannot be. */
  formula?: string | null;
  rollup?: { related: string; function: string; field?: string } | null;
  problem?: { message: string } | null;
  inverse?: string;
  min?: number | null;
  max?: number | null;
  default?: Value;
}

/** Words by language. */
export type Labels = Record<string, string>;

/** How a record's fields stand on its page and in its forms; what it does not name follows after. */
export interface Layout {
  sections: { label?: string; labels?: Labels; fields: string[] }[];
}

export interface Rights {
  see: boolean;
  create: boolean;
  edit: boolean;
  bin: boolean;
  export?: boolean;
}

export interface RelatedSet {
  name: string;
  label: string;
  object: string;
  field: string;
}

export interface ObjectType {
  name: string;
  label: string;
  label_plural: string;
  icon: string;
  title: string;
  subtitle: string[];
  list: string[];
  layout?: Layout | null;
  rights: Rights;
  timeline: boolean;
  searchable: boolean;
  /** Made in this workspace. */
  custom?: boolean;
  /** Kept for the app's own use: not in the rail, not in choices of objects. */
  system?: boolean;
  hidden?: boolean;
  fields: Field[];
  related: RelatedSet[];
}

export interface Record_ {
  id: Id;
  object: string;
  version: number;
  fields: Fields;
  created_at: string;
  updated_at: string;
  binned_at?: string | null;
  /** References that lead to what this person may not see: they come as empty. */
  hidden?: string[];
  /** With `since`: what is otherwise than it was then, and whether the list has gained or lost it. */
  changes?: { field: string; from: Value; to: Value }[];
  new?: boolean;
  gone?: boolean;
  /** With GET of one record: the titles of what its references lead to. */
  related?: RelatedTitles;
}

export interface Title {
  object: string;
  title: string;
  subtitle?: string;
}
export type RelatedTitles = Record<Id, Title>;

export type Op =
  | 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'between' | 'in' | 'not_in' | 'contains' | 'starts_with' | 'is_empty' | 'not_empty'
  | 'within_last' | 'within_next' | 'before' | 'after' | 'on';

export interface Condition {
  field: string;
  op: Op;
  value?: unknown;
}
/** Something about the records that point here: how many there are, what they add up to, none, or how the newest is. */
export interface RelatedCondition {
  related: string;
  where?: Filter;
  none?: boolean;
  count?: { op: Op; value: number };
  sum?: { field: string; op: Op; value?: unknown };
  latest?: { by: string; where?: Filter };
}
export type Filter = Condition | RelatedCondition | { and: Filter[] } | { or: Filter[] } | { not: Filter };

export interface Sort {
  field: string;
  dir: 'asc' | 'desc';
}

export interface Query {
  filter?: Filter;
  search?: string;
  sort?: Sort[];
  fields?: string[];
  expand?: string[];
  limit?: number;
  cursor?: string;
  count?: 'none' | 'capped' | 'exact';
  bin?: boolean;
  /** The list as it was at a moment. */
  as_of?: string;
  /** Says of each record what has changed since. */
  since?: string;
}

export interface Page {
  records: Record_[];
  related?: RelatedTitles;
  cursor?: string | null;
  count?: number | null;
  count_capped?: boolean;
  /** With `since`: those that stood in the list then and do not now, the first of so many. */
  gone?: { id: Id; title: string; changes: { field: string; from: Value; to: Value }[] }[];
  gone_count?: number;
}

export interface Person {
  id: Id;
  name: string;
}

export interface TimelineChange {
  field: string;
  label: string;
  from: Value;
  to: Value;
}

export interface TimelineEntry {
  id: Id;
  at: string;
  kind: 'activity' | 'note' | 'order' | 'file' | 'change' | 'create' | 'bin' | 'restore' | 'merge';
  object: string;
  record: Id;
  title: string;
  text?: string | null;
  actor?: Person | null;
  icon?: string | null;
  /** What kind of activity: call, visit, newsletter… */
  sub_kind?: string;
  /** Of a change: the action it was part of, which can be undone as a whole. */
  change_set?: Id;
  changes?: TimelineChange[];
}

/** What undoing an action did, and what it left because it was changed since or may not be written. */
export interface Undone {
  change_set: Id;
  undone: number;
  kept_total: number;
  kept: { object: string; record: Id; title: string; fields: string[]; code: string; text: string }[];
}

export interface Timeline {
  entries: TimelineEntry[];
  related?: RelatedTitles;
  cursor?: string | null;
}

export interface SearchHit {
  id: Id;
  title: string;
  subtitle?: string | null;
  /** Where the words were found; `text` is the value, or the part of it that holds them. */
  matched?: { field: string; label: string; text: string; how: 'exact' | 'prefix' | 'fuzzy' } | string | null;
}

export interface SearchGroup {
  object: string;
  label: string;
  records: SearchHit[];
}

/** What a role opens besides the records: a role of one's own has the level of one of these. */
export type Role = 'rep' | 'manager' | 'administrator';
export type Language = string;

export interface SessionUser {
  id: Id;
  name: string;
  email: string;
  /** A role's name; `level` is what it opens. */
  role: string;
  level: Role;
  language: Language;
  time_zone: string;
}

export interface Workspace {
  name: string;
  currency: string;
  time_zone: string;
  language: Language;
  country: string;
  demo: boolean;
  today: string;
}

export interface Session {
  user: SessionUser;
  csrf_token: string;
  workspace: Workspace;
}

export interface SetupState {
  needed: boolean;
  demo: boolean;
  name?: string | null;
}

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

export interface Conflict {
  field: string;
  yours: Value;
  theirs: Value;
}

export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  fields?: FieldProblem[];
  conflicts?: Conflict[];
  version?: number;
  request_id?: string;
}

export type Reason = { code: string; text: string };
export type Mode = 'human' | 'digital';

export interface AccountProcess {
  account_type: 'expand' | 'retain' | null;
  type_reason: Reason | null;
  type_pinned: boolean;
  type_until: string | null;
  category: 'A' | 'B' | 'C' | 'D' | null;
  category_reason: Reason | null;
  category_pinned: boolean;
  category_until: string | null;
  revenue: Money | null;
  program: {
    id: Id;
    name: string;
    touchpoints: { id: Id; name: string; kind: string; mode: Mode; times_per_year: number }[];
  } | null;
  last_touches: { id: Id; at: string; kind: string; mode: Mode; text: string }[];
  next_touches: { touch: Id; name: string; kind: string; mode: Mode; week: string }[];
  coverage: { state: 'kept' | 'at_risk' | 'broken'; cause: Reason | null } | null;
}

/** One record's change; of a burst the server says only which object (`many`, no id). */
export interface ChangeEvent {
  object: string;
  id?: Id;
  kind: string;
  version?: number;
}

/** Who else looks at a record, and which field they are writing in. */
export interface Present {
  id: Id;
  name: string;
  editing?: string | null;
}
export interface PresenceEvent {
  object: string;
  id: Id;
  users: Present[];
}

export interface Notification {
  id: Id;
  kind: string;
  at: string;
  read: boolean;
  object?: string | null;
  record?: Id | null;
  title: string;
  text?: string | null;
  /** Changes that are told as one. */
  times?: number;
  actor?: Person | null;
}
export interface Notifications {
  notifications: Notification[];
  unread: number;
  cursor?: string | null;
}

export interface FileInfo {
  id: Id;
  name: string;
  media_type: string;
  bytes: number;
}

export interface TagInfo {
  id: Id;
  name: string;
  colour?: string | null;
}

export interface HistoryEntry {
  sequence: number;
  at: string;
  source?: string | null;
  change_set: Id;
  actor: Id | null;
  field: string;
  from: Value;
  to: Value;
}
export interface History {
  entries: HistoryEntry[];
  related?: RelatedTitles;
  cursor?: string | null;
}

/** A large export: written in the background, kept for some days. */
export interface ExportJob {
  id: Id;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  name: string;
  object: string;
  records: number;
  total: number;
  bytes: number;
  shortened: number;
  message: string;
  created_at: string;
  ended_at: string | null;
  link: string | null;
}
export interface ExportStarted {
  export: ExportJob;
}
