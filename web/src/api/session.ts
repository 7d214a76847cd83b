import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api } from './http';
import type { Act, Class, Session } from './types';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.get<Session>('/api/v1/session', undefined, signal),
  staleTime: 5 * 60_000,
});

/** Who is logged in, in which district, and what they may do. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** A right as the nav and the buttons name it: `project.read`. */
export type Right = `${Class}.${Act}`;

export const may = (session: Session, right: Right): boolean =>
  session.can.some((grant) => `${grant.class}.${grant.act}` === right);

/** Whether the session's rights contain one. The server decides again on every call. */
export const useCan = (): ((right: Right) => boolean) => {
  const session = useSession();
  return (right) => may(session, right);
};
