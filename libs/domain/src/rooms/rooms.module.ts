import { Module } from '@nestjs/common';
import { RoomsService } from './rooms.service';

/** Numbered event streams of halls and rooms. */
@Module({ providers: [RoomsService], exports: [RoomsService] })
export class RoomsModule {}
