export { RoomsModule } from './rooms.module';
export { type RoomEvent, type RoomKind, RoomsService } from './rooms.service';
