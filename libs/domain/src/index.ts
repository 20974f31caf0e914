import { AwardModule } from './award';
import { BiddingModule } from './bidding';
import { CalendarModule } from './calendar';
import { DemonstrationModule } from './demonstration';
import { EvaluationModule } from './evaluation';
import { ExpertsModule } from './experts';
import { FilesModule } from './files';
import { IdentityModule } from './identity';
import { IntakeModule } from './intake';
import { OpeningModule } from './opening';
import { OutagesModule } from './outages';
import { RoomsModule } from './rooms';
import { StatisticsModule } from './statistics';
import { SupervisionModule } from './supervision';
import { TenderModule } from './tender';
import { TrustModule } from './trust';
import { WorkbenchModule } from './workbench';

/** Every module, in the order in which one may lean on another (docs/decisions/0002). */
export const DOMAIN_MODULES = [
  CalendarModule,
  FilesModule,
  TrustModule,
  IdentityModule,
  RoomsModule,
  IntakeModule,
  OutagesModule,
  TenderModule,
  BiddingModule,
  OpeningModule,
  ExpertsModule,
  EvaluationModule,
  AwardModule,
  SupervisionModule,
  WorkbenchModule,
  StatisticsModule,
  DemonstrationModule,
];
