import { lazy, Suspense, useState } from 'react';
import { useCan } from '@/api/session';
import type { OrganisationRef } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { ActionButton } from '@/ui/ActionButton';
import { AppLink } from '@/ui/AppLink';
import type { Membership } from '@/ui/network/types';
import { word } from '@/ui/words';
import type { Profile } from './types';

const MembershipDialog = lazy(() => import('@/ui/network/MembershipDialog'));

/** The associations to which an investor belongs. */
export function Memberships({ organisation, profile }: { organisation: OrganisationRef; profile: Profile }) {
  const t = useT();
  const can = useCan();
  const [editing, setEditing] = useState<Membership | 'new' | null>(null);
  return (
    <>
      <div className="panel-head">
        <h2>{t.network.memberships}</h2>
        {can('investor.write') && (
          <ActionButton size="small" action={profile.edit} onClick={() => setEditing('new')}>
            {t.network.addMembership}
          </ActionButton>
        )}
      </div>
      {profile.memberships.length === 0 ? (
        <p className="soft">{t.network.membershipsNone}</p>
      ) : (
        <ul className="rows">
          {profile.memberships.map((row) => (
            <li key={row.id}>
              <div className="grow">
                <AppLink to={paths.association(row.association.id)}>{row.association.name}</AppLink> <span className={row.holds ? 'tag accent' : 'tag'}>{row.holds ? word(t, 'memberRole', row.position) : t.network.ended}</span>
                <div className="soft">
                  <span className="num nowrap">{t.profile.days(row.from_on, row.until_on)}</span> · {row.source}
                </div>
              </div>
              {profile.edit.ok && (
                <button type="button" className="link" onClick={() => setEditing(row)} aria-label={`${t.common.edit} ${row.association.name}`}>
                  {t.common.edit}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing !== null && (
        <Suspense>
          <MembershipDialog member={organisation} membership={editing === 'new' ? null : editing} close={() => setEditing(null)} />
        </Suspense>
      )}
    </>
  );
}
