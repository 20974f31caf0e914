import { type Caller, type Db, notFound } from '@platform/db';
import { LOT_HEAD, type LotHead, readerOf } from './letters';

interface NoticeFile {
  sha256: string;
  mediaType: string;
}

const NOTICE = `select f.sha256, f.media_type as "mediaType", ${LOT_HEAD} from tender t join file f on f.id = t.notice_file_id where t.id = $1`;

/** The file of a notice or an invitation, for whoever may know of the lot. */
export async function readableNotice(db: Db, { actor }: Caller, tenderId: string): Promise<NoticeFile> {
  const [file] = await db.read<NoticeFile & { lot: LotHead }>(NOTICE, [tenderId]);
  if (!file) return notFound('notice');
  readerOf(actor, file.lot, 'notice');
  return file;
}
