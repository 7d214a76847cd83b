import { api } from '@/api/http';
import type { PageOf } from '@/api/types';
import { useT } from '@/i18n';
import { paths } from '@/lib/paths';
import { AppLink } from '../AppLink';
import { RemotePick, type Choice } from '../pick/RemotePick';
import type { AssociationRow } from './types';

interface Props {
  id?: string;
  value?: Choice | null;
  onChange?: (value: Choice | null) => void;
}

/** An association by its name. Which there are is public, so also those that the reader's unit did not enter. */
export function AssociationPick(props: Props) {
  const t = useT();
  return (
    <RemotePick
      {...props}
      name="association"
      placeholder={t.project.organisationHint}
      find={async (q, signal) => {
        const { items } = await api.get<PageOf<AssociationRow>>('/api/v1/associations', { q, limit: 20 }, signal);
        return items.map((item) => ({ value: item.id, label: item.name }));
      }}
      missing={
        <AppLink to={paths.investors} search={{ new: '1' }}>
          {t.project.organisationMissing}
        </AppLink>
      }
    />
  );
}
