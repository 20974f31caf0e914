import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Looks a list through; the list asks the server. */
export function Search({ label, asked, onAsk }: { label: string; asked: string; onAsk(q: string): void }) {
  const { t } = useTranslation();
  const [q, setQ] = useState(asked);
  return (
    <form
      className="row-acts"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(q.trim());
      }}
    >
      <Input aria-label={label} placeholder={label} value={q} onChange={(event) => setQ(event.target.value)} maxLength={100} style={{ maxWidth: 320 }} />
      <Button htmlType="submit">{t('search')}</Button>
    </form>
  );
}
