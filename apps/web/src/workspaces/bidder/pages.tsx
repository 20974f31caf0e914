import type { RouteObject } from 'react-router';
import { ApprovalsPage } from '../../features/identity/approvals';
import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/bidder.json';
import zh from '../../locales/zh-CN/bidder.json';
import { BidPage } from './bid';
import { BidsPage } from './bids';
import { FindPage } from './find';
import { FirmPage } from './firm';
import { HomePage } from './home';
import { ReceiptPage } from './receipt';
import { TenderPage } from './tender';

bringTexts('bidder', zh, en);

export const pages: RouteObject[] = [
  { index: true, element: <HomePage /> },
  { path: 'find', element: <FindPage /> },
  { path: 'find/:code', element: <TenderPage /> },
  { path: 'tenders/:code', element: <TenderPage /> },
  { path: 'tenders/:code/bid', element: <BidPage /> },
  { path: 'bids', element: <BidsPage /> },
  { path: 'bids/:code/receipt/:receipt', element: <ReceiptPage /> },
  { path: 'firm', element: <FirmPage /> },
  { path: 'approvals', element: <ApprovalsPage /> },
];
