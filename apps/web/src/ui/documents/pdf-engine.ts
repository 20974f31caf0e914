import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
// oxlint-disable-next-line import/default -- the address of the file, which the build makes
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import 'pdfjs-dist/legacy/web/pdf_viewer.css';

/** The viewer's parts look for the library where a script would have put it. The legacy build runs in the browsers of old office computers. */
(globalThis as { pdfjsLib?: unknown }).pdfjsLib = pdfjs;
pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;

/** Character maps, fonts, decoders and colour profiles, copied by apps/web/build.mjs. */
const FILES = `/assets/pdfjs-${pdfjs.version}`;
const NO_ANNOTATIONS = 0;
const CHUNK = 2 ** 18;
const FIND = { caseSensitive: false, entireWord: false, highlightAll: true, matchDiacritics: false };

export interface Found {
  current: number;
  total: number;
}

export interface Heard {
  onReady(pages: number): void;
  onPage(page: number): void;
  onFound(found: Found): void;
  /** Asked for the document's password; `again`: the last one was wrong. */
  onPassword(give: (password: string) => void, again: boolean): void;
  onFault(error: unknown): void;
}

export interface PdfView {
  goTo(page: number): void;
  zoom(steps: 1 | -1 | 'fit'): void;
  /** Highlights all places; `next` and `previous` walk them. */
  find(query: string, walk?: 'next' | 'previous'): void;
  close(): void;
}

/** Shows a PDF in `container`, which is positioned absolutely; pages are fetched as they are looked at. No script, link or form inside it comes alive. */
export async function openPdf(container: HTMLDivElement, url: string, first: number, heard: Heard): Promise<PdfView> {
  const { EventBus, PDFFindController, PDFLinkService, PDFViewer } = await import('pdfjs-dist/legacy/web/pdf_viewer.mjs');
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus });
  const findController = new PDFFindController({ eventBus, linkService });
  const viewer = new PDFViewer({ container, eventBus, linkService, findController, annotationMode: NO_ANNOTATIONS });
  linkService.setViewer(viewer);
  eventBus.on('pagesinit', () => {
    viewer.currentScaleValue = 'page-width';
    viewer.currentPageNumber = Math.min(first, viewer.pagesCount);
  });
  // another file beside it, a window made narrower: a page that filled the width fills it still. The parent: a scrollbar that comes and goes does not change it
  const refit = new ResizeObserver(() => {
    if (viewer.pagesCount && viewer.currentScaleValue === 'page-width') viewer.currentScaleValue = 'page-width';
  });
  refit.observe(container.parentElement!);
  eventBus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) => heard.onPage(pageNumber));
  eventBus.on('updatefindmatchescount', ({ matchesCount }: { matchesCount: Found }) => heard.onFound(matchesCount));
  eventBus.on('updatefindcontrolstate', ({ matchesCount }: { matchesCount: Found }) => heard.onFound(matchesCount));
  const task = pdfjs.getDocument({
    url,
    ...{ cMapUrl: `${FILES}/cmaps/`, cMapPacked: true, standardFontDataUrl: `${FILES}/standard_fonts/`, wasmUrl: `${FILES}/wasm/`, iccUrl: `${FILES}/iccs/` },
    ...{ rangeChunkSize: CHUNK, disableAutoFetch: true, disableStream: true },
  });
  task.onPassword = (give: (password: string) => void, reason: number) => heard.onPassword(give, reason === pdfjs.PasswordResponses.INCORRECT_PASSWORD);
  void task.promise.then((document) => {
    viewer.setDocument(document);
    linkService.setDocument(document, null);
    heard.onReady(document.numPages);
  }, heard.onFault);
  return {
    goTo: (page) => void (viewer.pagesCount && (viewer.currentPageNumber = Math.min(Math.max(1, page), viewer.pagesCount))),
    zoom: (steps) => (steps === 'fit' ? void (viewer.currentScaleValue = 'page-width') : viewer.updateScale({ steps })),
    find: (query, walk) => eventBus.dispatch('find', { ...FIND, source: viewer, type: walk ? 'again' : '', query, findPrevious: walk === 'previous' }),
    close: () => {
      refit.disconnect();
      void task.destroy();
    },
  };
}
