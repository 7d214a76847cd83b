import { useCan } from '@/api/session';
import type { OrganisationRef } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '@/ui/AppLink';
import { word } from '@/ui/words';

/** What is handed over: its own words, and the investor that it is about. */
export function Subject({ of, id }: { of: { kind: string; label: string; organisation: OrganisationRef | null }; id: string }) {
  const t = useT();
  const can = useCan();
  const { organisation } = of;
  const firm = organisation && (can('investor.read') ? <AppLink to={paths.investor(organisation.id)}>{organisation.name}</AppLink> : organisation.name);
  if (of.kind === 'charge') return firm ?? of.label;
  // A contact is named to who may read them; to others it is one of the firm's.
  const label = of.label || word(t, 'heldKind', of.kind);
  const own = of.kind === 'claim' ? <AppLink to={paths.claim(id)}>{label}</AppLink> : of.kind === 'next_step' ? <AppLink to={paths.interaction(id)}>{label}</AppLink> : label;
  return (
    <>
      {own}
      {firm && <div className="soft">{firm}</div>}
    </>
  );
}
