import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/http';
import type { OrganisationRef } from '@/api/types';
import { useT } from '@/i18n';
import { Shown } from '@/ui/States';
import { Charges } from './Charges';
import { Holdings } from './Holdings';
import { Intents } from './Intents';
import { Introducer } from './Introducer';
import { Memberships } from './Memberships';
import { Tags } from './Tags';
import type { Profile as Data } from './types';
import './profile.css';

export const profileKey = (id: string) => ['investors', id, 'profile'];

/** An investor beyond its record: what it wants, what it counts as, who owns it, whether it introduces others. */
export function Profile({ organisation }: { organisation: OrganisationRef }) {
  const { id, name } = organisation;
  const t = useT();
  const profile = useQuery({
    queryKey: profileKey(id),
    queryFn: ({ signal }) => api.get<Data>(`/api/v1/organisations/${id}/profile`, undefined, signal),
  });
  return (
    <Shown of={profile} rows={4}>
      {(data) => (
        <>
          <div className="span-8 stack">
            <section className="panel" aria-label={t.profile.intents}>
              <Intents id={id} intents={data.intents} />
            </section>
            <section className="panel" aria-label={t.profile.ownership}>
              <Holdings id={id} name={name} profile={data} />
            </section>
            <section className="panel" aria-label={t.network.memberships}>
              <Memberships organisation={organisation} profile={data} />
            </section>
          </div>
          <div className="span-4 stack">
            <section className="panel" aria-label={t.charge.title}>
              <Charges id={id} name={name} profile={data} />
            </section>
            <section className="panel" aria-label={t.profile.tags}>
              <Tags id={id} profile={data} />
            </section>
            <section className="panel" aria-label={t.profile.introducer}>
              <Introducer id={id} profile={data} />
            </section>
          </div>
        </>
      )}
    </Shown>
  );
}
