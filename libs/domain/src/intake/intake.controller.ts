import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import { Allow, By } from '@platform/auth';
import { type Caller, Db, notFound } from '@platform/db';
import { uuid } from '@platform/http';
import { HoldsService } from './holds.service';
import { PlaceHold, Reason, RegisterProject } from './intake.dto';
import { IntakeService } from './intake.service';
import { listProjects, type ProjectRow } from './project.queries';

const List = z.strictObject({
  id: uuid.optional(),
  status: z.enum(['draft', 'submitted', 'registered', 'archived']).optional(),
  /** The last project of the page before. */
  after: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

@Controller('api')
export class IntakeController {
  constructor(
    private readonly intake: IntakeService,
    private readonly holds: HoldsService,
    private readonly db: Db,
  ) {}

  @Post('projects')
  @Allow('project.register')
  register(@By() caller: Caller, @Body({ schema: RegisterProject }) dto: RegisterProject) {
    return this.intake.register(caller, dto);
  }

  @Get('projects')
  @Allow('session.read')
  list(@By() caller: Caller, @Query({ schema: List }) query: z.infer<typeof List>) {
    return listProjects(this.db, caller, query);
  }

  @Get('projects/:id')
  @Allow('session.read')
  async read(@By() caller: Caller, @Param('id', { schema: uuid }) id: string): Promise<ProjectRow> {
    const [project] = await listProjects(this.db, caller, { id, limit: 1 });
    return project ?? notFound('project');
  }

  @Put('projects/:id')
  @Allow('project.register')
  change(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: RegisterProject }) dto: RegisterProject) {
    return this.intake.change(caller, id, dto);
  }

  @Post('projects/:id/submit')
  @HttpCode(200)
  @Allow('project.submit')
  submit(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.intake.submit(caller, id);
  }

  @Post('projects/:id/accept')
  @HttpCode(200)
  @Allow('project.accept')
  accept(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.intake.accept(caller, id);
  }

  @Post('projects/:id/return')
  @HttpCode(200)
  @Allow('project.return')
  sendBack(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: Reason }) dto: Reason) {
    return this.intake.sendBack(caller, id, dto.reason);
  }

  @Post('projects/:id/holds')
  @Allow('hold.place')
  hold(@By() caller: Caller, @Param('id', { schema: uuid }) id: string, @Body({ schema: PlaceHold }) dto: Reason) {
    return this.holds.suspend(caller, id, dto.reason);
  }

  @Post('holds/:id/lift')
  @HttpCode(200)
  @Allow('hold.lift')
  lift(@By() caller: Caller, @Param('id', { schema: uuid }) id: string) {
    return this.holds.resume(caller, id);
  }
}
