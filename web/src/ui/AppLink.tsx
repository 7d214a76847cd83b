import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import type { Search } from '@/lib/search';

type Props = Omit<ComponentProps<'a'>, 'href'> & { to: string; search?: Search | undefined };

/** An in-app link to a path from `lib/paths`; search parameters are given apart. */
export function AppLink({ to, search, ...rest }: Props) {
  return <Link to={to} search={(search ?? {}) as never} {...(rest as object)} />;
}
