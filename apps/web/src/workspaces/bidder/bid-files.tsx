import { safeFileName } from '@envelope-web';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes } from '../../lib/format';
import { Foreign } from '../../ui/plain';
import { doubtAbout } from './doubts';

/** 附件 2, as the committee names it too: `annex-2`, or what else a part is. */
export function usePartName(): (part: string) => string {
  const { t } = useTranslation('bidder');
  return (part) => (part.startsWith('annex-') ? t('bid.annex', { n: part.slice('annex-'.length) }) : t(`bid.partName.${part}`, { defaultValue: part }));
}

/** What may keep the committee from reading it, said while it can be mended. */
function Doubt({ file }: { file: File }) {
  const { t } = useTranslation('bidder');
  const { data } = useQuery({ queryKey: ['doubt', file.name, file.size, file.lastModified], queryFn: async () => (await doubtAbout(file)) ?? null, networkMode: 'always' });
  return data ? <span className="file-doubt">{t(`bid.fileDoubt.${data}`)}</span> : null;
}

const same = (one: File, other: File) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

interface Chosen {
  files: readonly File[];
  onChange(files: File[]): void;
  error?: string | undefined;
}

/** The files of a bid in their order: the first is the bid itself. Annexes lie in more than one folder, so what is chosen comes to what is there; a name is shown as it will be signed. */
export function BidFiles({ files, onChange, error }: Chosen) {
  const { t } = useTranslation('bidder');
  const partName = usePartName();
  const input = useRef<HTMLInputElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const change = (to: File[]) => {
    onChange(to);
    add.current?.focus(); // the button that was pressed is gone, or another’s now
  };
  return (
    <div className={error ? 'field field-wrong' : 'field'}>
      <label htmlFor="files">{t('bid.files')}</label>
      <p className="help" id="files-help">
        {t('bid.filesHelp')}
      </p>
      <input
        ref={input}
        id="files"
        className="unseen"
        type="file"
        multiple
        tabIndex={-1}
        aria-describedby="files-help"
        onChange={({ target }) => {
          onChange([...files, ...[...(target.files ?? [])].filter((file) => !files.some((known) => same(known, file)))]);
          target.value = ''; // or what was taken out could not be chosen again
        }}
      />
      <Button ref={add} name="files" aria-describedby={error ? 'files-help files-error' : 'files-help'} onClick={() => input.current?.click()}>
        {t(files.length === 0 ? 'bid.choose' : 'bid.chooseMore')}
      </Button>
      {error && (
        <p className="field-error" id="files-error">
          {error}
        </p>
      )}
      <ol className="bid-files">
        {files.map((file, i) => {
          const name = safeFileName(file.name);
          return (
            <li key={`${name} ${i}`}>
              <span>
                {partName(i === 0 ? 'body' : `annex-${i}`)} <Foreign>{name}</Foreign> <small>{bytes(file.size)}</small>
              </span>
              <Doubt file={file} />
              <span className="row-acts">
                {i > 0 && (
                  <Button size="small" aria-label={t('bid.firstOf', { name })} onClick={() => change([file, ...files.filter((other) => other !== file)])}>
                    {t('bid.first')}
                  </Button>
                )}
                <Button size="small" aria-label={t('bid.removeOf', { name })} onClick={() => change(files.filter((other) => other !== file))}>
                  {t('bid.remove')}
                </Button>
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
