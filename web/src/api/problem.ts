/** One wrong thing in what was sent: a form field, or a row and cell of an import. */
export interface FieldError {
  field?: string | undefined;
  row?: number | undefined;
  cell?: string | undefined;
  code?: string | undefined;
  message: string;
}

/** The wire form of an error: RFC 9457 problem+json with the project's own members. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  errors?: FieldError[];
  request_id?: string;
  /** With code `stale`: the record as it is now, and which fields differ from the sent version. */
  current?: Record<string, unknown>;
  changed?: string[];
}

/** An answer that says no, or no answer at all (`status` 0, code `offline`). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: FieldError[];
  readonly requestId: string | undefined;
  readonly current: Record<string, unknown> | undefined;
  readonly changed: string[];

  constructor(status: number, body: ProblemBody) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : `http.${status}`);
    this.errors = body.errors ?? [];
    this.requestId = body.request_id;
    this.current = body.current;
    this.changed = body.changed ?? [];
  }

  /** Someone else saved first. */
  get isStale(): boolean {
    return this.status === 409 && this.code.split('.').pop() === 'stale';
  }

  get isOffline(): boolean {
    return this.status === 0;
  }

  get isAbsent(): boolean {
    return this.status === 404;
  }
}
