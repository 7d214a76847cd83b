import { App, type FormInstance } from 'antd';
import { useCallback } from 'react';
import { Problem, type FieldError } from '@/api/problem';
import { useT, type Dict } from '@/i18n';
import { paths } from '@/lib/paths';

/** What a form does when someone else saved first. */
export interface StaleChoice {
  resolve: (current: Record<string, unknown>) => void;
}

export interface ProblemPlace {
  form?: FormInstance | undefined;
  stale?: StaleChoice | undefined;
  /** Who is to leave: what is still theirs is handed over there. */
  leaving?: { person?: string; unit?: string };
}

/** `shares[0].share_bp` → `['shares', 0, 'share_bp']`, the way forms name nested fields. */
export function fieldPath(field: string): (string | number)[] {
  return field
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Puts messages on the fields a form has; returns those that found no field. */
export function placeErrors(form: FormInstance | undefined, errors: FieldError[]): FieldError[] {
  if (!form) return errors;
  const known = new Set(form.getFieldsError().map((field) => JSON.stringify(field.name)));
  const left: FieldError[] = [];
  const placed: { name: (string | number)[]; errors: string[] }[] = [];
  for (const error of errors) {
    const path = error.field ? fieldPath(error.field) : [];
    // The server may name a finer place than the form has: the nearest field above takes it.
    while (path.length > 0 && !known.has(JSON.stringify(path))) path.pop();
    if (path.length === 0) left.push(error);
    else placed.push({ name: path, errors: [error.message] });
  }
  form.setFields(placed as Parameters<FormInstance['setFields']>[0]);
  if (placed[0]) show(form, placed[0].name);
  return left;
}

/** Scrolls to a field; what is wrong with a list as a whole has no field, only its sentence. */
function show(form: FormInstance, name: (string | number)[]) {
  if (form.getFieldInstance(name)) form.scrollToField(name, { block: 'center', focus: true });
  else requestAnimationFrame(() => document.querySelector('.ant-form-item-explain-error')?.scrollIntoView({ block: 'center' }));
}

function place(error: FieldError, t: Dict): string {
  const where = error.cell ?? (error.row !== undefined ? t.common.rowAt(error.row) : undefined);
  return where ? `${where}: ${error.message}` : error.message;
}

/** The one function through which every failed action is shown. */
export function useProblem(): (error: unknown, place?: ProblemPlace) => void {
  const t = useT();
  const { message, notification } = App.useApp();
  return useCallback(
    (error, { form, stale, leaving } = {}) => {
      if (!(error instanceof Problem)) {
        if (error instanceof DOMException && error.name === 'AbortError') return;
        void message.error(error instanceof Error ? error.message : String(error));
        return;
      }
      if (error.status === 401) return;
      if (error.isStale && stale && error.current) {
        stale.resolve(error.current);
        return;
      }
      const left = placeErrors(form, error.errors);
      if (error.errors.length > 0 && left.length === 0) return;
      notification.error({
        title: error.isOffline ? t.common.offline : error.message,
        description: (
          <>
            {left.length > 0 && (
              <ul style={{ margin: 0, paddingLeft: 18 }}>
                {left.slice(0, 8).map((item, at) => (
                  <li key={at}>{place(item, t)}</li>
                ))}
              </ul>
            )}
            {leaving && error.code === 'handover.held' && (
              <div>
                {/* Messages stand outside the router. */}
                <a href={`${paths.openHandover}?${new URLSearchParams(leaving).toString()}`}>{t.handover.open}</a>
              </div>
            )}
            {error.requestId && <div className="soft">{t.common.requestId(error.requestId)}</div>}
          </>
        ),
        duration: leaving ? 20 : 8,
      });
    },
    [t, message, notification],
  );
}
