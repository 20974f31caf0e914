import { assertKeys, parseManifest, type UnsignedBid } from '@envelope-web';
import { amountInWords } from '@kernel';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tender } from '../../features/tender/api';
import { ownBids } from '../../features/bidding/own';
import { OpenedBy } from '../../features/tender/trustees';
import { useAct } from '../../lib/act';
import { api, mayHaveArrived } from '../../lib/api/client';
import { bytes, money } from '../../lib/format';
import { keep } from '../../lib/kept';
import { useMe } from '../../lib/session';
import { save } from '../../lib/save';
import { useLanguage } from '../../lib/settings';
import { signText, type Unlocked } from '../../lib/signing/vault';
import { ActPanel } from '../../ui/act';
import { CheckField } from '../../ui/form';
import { Facts, Foreign, Hash } from '../../ui/plain';
import { SignerFacts } from '../../ui/signer-panel';
import { DataTable } from '../../ui/table';
import { usePartName } from './bid-files';
import type { Prepared } from './bid-form';

/** The check page and the act: everything that is signed, who signs, the keys saved, then 签名并递交. */
export function Submit({
  tender,
  prepared,
  sealed,
  signer,
  onBack,
  onDone,
}: {
  tender: Tender;
  prepared: Prepared;
  sealed: UnsignedBid;
  signer: Unlocked;
  /** To change price or files: they are sealed and uploaded anew. */
  onBack: () => void;
  onDone: (bid: { receiptCode: string }) => void;
}) {
  const { t } = useTranslation('bidder');
  const language = useLanguage();
  const me = useMe();
  const partName = usePartName();
  const [saved, setSaved] = useState(false);
  const [checked, setChecked] = useState(false);
  const manifest = parseManifest(sealed.manifest);
  const rehearsed = rehearse(sealed);
  const submit = useAct(
    async (key: string) => {
      await keep({ tenderId: tender.id, cipherSha256: sealed.cipherSha256, keys: { ...sealed.keys } }, me.accountId);
      const signature = await signText(sealed.manifest, signer);
      return api.post('/api/tenders/{id}/bids', { path: { id: tender.id }, body: { manifest: sealed.manifest, signature, ...(sealed.escrow ? { escrow: sealed.escrow } : {}) }, key });
    },
    (bid) => onDone(bid),
  );
  // an answer that was lost: until it is known, the platform is asked whether the bid is there
  useQuery({ ...ownBids(tender.id), enabled: submit.isError, refetchInterval: 5000 });
  const saveKeys = () => {
    save(`${JSON.stringify(sealed.keys, null, 2)}\n`, `keys-${tender.code}-v${manifest.version}.json`, 'application/json');
    setSaved(true);
  };
  const hindrance = !saved ? t('bid.needKeysSaved') : !checked ? t('bid.needCheck') : undefined;
  return (
    <>
      <h3>{t('bid.check')}</h3>
      <Facts
        rows={[
          [t('bid.lot'), <code>{tender.code}</code>],
          [t('bid.version'), manifest.version],
          [
            t('bid.price'),
            <>
              {money(prepared.priceFen, language)}
              <br />
              {t('bid.words', { words: amountInWords(BigInt(prepared.priceFen)) })}
            </>,
          ],
          prepared.days !== undefined && [t('bid.days'), prepared.days],
          [t('bid.sealedHash'), <Hash value={sealed.cipherSha256} />],
          [t('opener.label', { ns: 'common' }), <OpenedBy trustees={tender.trustees} />],
          [t('bid.rehearsal'), t(rehearsed ? 'bid.rehearsed' : 'bid.rehearsalFailed')],
        ]}
      />
      <DataTable
        caption={t('bid.parts')}
        rows={manifest.parts}
        keyOf={({ name }) => name}
        empty=""
        columns={[
          { key: 'name', title: t('bid.part'), render: ({ name }) => partName(name) },
          { key: 'file', title: t('bid.file'), render: ({ fileName }) => <Foreign>{fileName}</Foreign> },
          { key: 'size', title: t('bid.size'), render: ({ plainSize }) => bytes(plainSize), numeric: true },
          { key: 'hash', title: 'SHA-256', render: ({ plainSha256 }) => <Hash value={plainSha256} /> },
        ]}
      />
      <h3>{t('bid.keys')}</h3>
      <p>{t(tender.trustees ? 'bid.keysHelpTrustees' : 'bid.keysHelp')}</p>
      <p>
        <Button onClick={saveKeys}>{t('bid.saveKeys')}</Button> {saved && t('bid.keysSaved')}
      </p>
      <h3>{t('bid.signer')}</h3>
      <SignerFacts signer={signer} />
      <CheckField name="checked" label={t('bid.checkedLabel')} checked={checked} onChange={setChecked} />
      <ActPanel
        what={t('bid.submitWhat')}
        content={mayHaveArrived(submit.error) && <p className="unsubmitted">{t('bid.unanswered')}</p>}
        article={t('bid.submitArticle')}
        act={t('bid.submit')}
        onAct={(key) => submit.mutate(key)}
        onBack={submit.isPending ? undefined : onBack}
        busy={submit.isPending}
        error={submit.error}
        hindrance={hindrance}
      />
    </>
  );
}

/** Whether the keys at hand are those that the manifest commits to: who passes this will open at the opening. */
function rehearse(sealed: UnsignedBid): boolean {
  try {
    assertKeys(parseManifest(sealed.manifest), sealed.keys);
    return true;
  } catch {
    return false;
  }
}
