export { isTied } from './avoidance';
export { CallsService } from './calls.service';
export { acceptedCalls, confirmedDraw, type ConfirmedDraw, type ConfirmedSeat, isSound } from './committee';
export { SESSION_END } from './draw.entity';
export { ExpertsModule } from './experts.module';
export { type Seats, Sitting } from './sitting';
export { specialtyName } from './specialties';
