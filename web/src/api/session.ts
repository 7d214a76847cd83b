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

/**
 * The day that forms offer. Where the demo's year stands still, that is the day of its figures:
 * what is recognised there is then seen in them.
 */
export const useOfficeDay = (): string => {
  const { district, server } = useSession();
  return district.demo ? server.as_of : server.today;
};

/** The day that figures of a year are read on unless another is asked for; none for other years, which are whole. */
export const useAsOf = (year: number): string | undefined => {
  const { server } = useSession();
  return year === server.year ? server.as_of : undefined;
};
