import { useTranslation } from 'react-i18next';
import { Foreign } from '../../ui/plain';

/** Who acted, and on which account; whoever had not signed in is no account called `public`. */
export function Who({ logins }: { logins: readonly (string | null | undefined)[] }) {
  const { t } = useTranslation('supervisor');
  const named = logins.filter(Boolean).map((login) => (login === 'public' ? t('trail.public') : login));
  return <Foreign>{named.join(' → ')}</Foreign>;
}
