package stratoscope.stratum;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.stratum.MessageForm.Part;

/**
 * One dialogue on a skeleton: what each message does, jobs with the difficulty they were issued at. One thread. A message in none of the
 * forms known is no sign, or a weak one if its method is of the skeleton.
 */
final class SkeletonSession implements DialectSession {
  private final DialectSink sink;
  private final Forms forms;
  private final Skeleton skeleton;
  private final JobBook jobs;
  private double difficulty = Double.NaN;
  private boolean isInHashes;
  /** How often difficulties went from hashes to the dialect's unit, or back. */
  private int unitChanges;
  private boolean isSubscribing;

  SkeletonSession(StratumOptions options, DialectSink sink, Forms forms, Skeleton skeleton) {
    this.sink = sink;
    this.forms = forms;
    this.skeleton = skeleton;
    jobs = new JobBook(options.maxRemembered());
  }

  @Override
  public void onMessage(RpcMessage message) {
    String method = message.method();
    if (method == null || message.isAnswer()) {
      onUnaskedAnswer(message);
      return;
    }
    MessageForm form = forms.of(message);
    if (form != null) {
      sink.said(form.act().role());
      sink.sign(form.rule());
      act(form, method, message.payload());
    } else if (skeleton.owns(method) && !forms.hasMethod(method)) {
      sink.sign("unknown-method");
    }
  }

  private void act(MessageForm form, String method, @Nullable Object values) {
    tellFacts(form, values);
    switch (form.act()) {
      case SUBSCRIBE, AUTHORIZE, LOGIN -> onLogin(form, method, values);
      case SUBMIT -> onSubmit(form, values);
      case GETJOB, ASK -> sink.expect(answer -> onOtherAnswer(method, answer));
      case HASHRATE -> onHashrate(form, method, values);
      case NOTIFY, JOB -> onJob(form, values);
      case SET_DIFFICULTY, SET_TARGET -> onDifficulty(form, values);
      case RECONNECT -> sink.event(new StratumEvent.Redirect(nameOrNull(form.text(Part.HOST, values)), port(form, values)));
      case SHOW_MESSAGE -> sink.event(new StratumEvent.ServerMessage(String.valueOf(form.text(Part.TEXT, values))));
      case SUBSCRIBED -> onSubscribedNotice(form, values);
      case SUBMITTED -> onSubmittedNotice(form, values);
      case SET_EXTRANONCE, TELL -> { }
    }
    if (form.act().role() == Role.POOL && form.act() != Act.SUBSCRIBED && form.has(Part.EXTRANONCE)) {
      sink.event(new StratumEvent.Extranonce(Shapes.hexOrNull(form.value(Part.EXTRANONCE, values))));
    }
  }

  /** What the form, and the words in it that name what is mined, tell of the coin. */
  private void tellFacts(MessageForm form, @Nullable Object values) {
    MessageForm.Facts facts = form.facts();
    String named = form.text(Part.ALGORITHM, values);
    String personalization = form.text(Part.PERSONALIZATION, values);
    if (!facts.isNone() || named != null || personalization != null) {
      sink.event(new StratumEvent.Form(named == null ? facts.algorithm() : named, personalization, facts.coins()));
    }
  }

  private void onLogin(MessageForm form, String method, @Nullable Object values) {
    if (form.act() == Act.SUBSCRIBE) {
      isSubscribing = true;
      sink.expect(answer -> onSubscribeAnswer(method, answer));
    } else {
      sink.expect(answer -> onLoginAnswer(method, answer));
    }
    String user = form.text(Part.USER, values);
    if (user != null) {
      sink.event(new StratumEvent.Login(user, form.text(Part.PASSWORD, values), form.text(Part.WORKER, values)));
    }
    String agent = nameOrNull(form.text(Part.AGENT, values));
    if (agent != null) {
      sink.event(new StratumEvent.Agent(agent));
    }
    String host = form.text(Part.HOST, values);
    if (host != null && Shapes.isHost(host)) {
      sink.event(new StratumEvent.Endpoint(host, port(form, values)));
    }
  }

  private static @Nullable String nameOrNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static @Nullable Integer port(MessageForm form, @Nullable Object values) {
    Object hex = form.value(Part.PORT_HEX, values);
    return Shapes.isHex(hex, 1, 4) ? Shapes.port(Integer.valueOf(String.valueOf(hex), 16)) : Shapes.port(form.value(Part.PORT, values));
  }

  private void onSubmit(MessageForm form, @Nullable Object values) {
    String job = String.valueOf(form.text(Part.JOB, values));
    if (jobs.knows(job)) {
      sink.sign("job-known");
    }
    double shareDifficulty = jobs.knows(job) ? jobs.difficultyOf(job) : difficulty;
    boolean isSure = jobs.knows(job) || !form.rule().isShared(); // a form that others may have proves nothing before a job does
    sink.event(new StratumEvent.Share(form.text(Part.USER, values), shareDifficulty));
    int unit = unitChanges;
    sink.expect(answer -> onSubmitAnswer(answer, unit == unitChanges ? shareDifficulty : Double.NaN, isSure));
  }

  private void onHashrate(MessageForm form, String method, @Nullable Object values) {
    sink.expect(answer -> onOtherAnswer(method, answer));
    Object rate = form.value(Part.HASHRATE, values);
    if (rate instanceof Number number) {
      sink.event(new StratumEvent.HashrateClaim(number.doubleValue()));
    } else if (Shapes.isHex(rate, 1, Shapes.HASH_DIGITS) || Shapes.isPrefixedHex(rate, 1, Shapes.HASH_DIGITS)) {
      sink.event(new StratumEvent.HashrateClaim(Shapes.hexNumber(String.valueOf(rate))));
    }
  }

  private void onJob(MessageForm form, @Nullable Object values) {
    onDifficulty(form, values);
    String first = form.text(Part.COINBASE1, values);
    String second = form.text(Part.COINBASE2, values);
    if (first != null && second != null) {
      sink.event(new StratumEvent.Coinbase(first, second));
    }
    double network = form.value(Part.BITS, values) instanceof String bits ? Shapes.networkDifficulty(bits) : Double.NaN;
    Long height = Shapes.height(form.value(Part.HEIGHT, values));
    for (String job : form.texts(Part.JOB, values)) {
      jobs.issue(job, difficulty);
      sink.event(new StratumEvent.Job(job, form.text(Part.ALGORITHM, values), height, network));
    }
  }

  private void onDifficulty(MessageForm form, @Nullable Object values) {
    double hashes = Shapes.hashesOfTarget(form.value(Part.TARGET, values));
    if (!Double.isNaN(hashes)) {
      setDifficulty(hashes, true);
    } else if (form.value(Part.DIFFICULTY, values) instanceof Number number) {
      setDifficulty(number.doubleValue(), false);
    }
  }

  private void setDifficulty(double value, boolean isHashes) {
    if (!Double.isNaN(difficulty) && isHashes != isInHashes) {
      jobs.forgetDifficulties();
      unitChanges++;
    }
    difficulty = value;
    isInHashes = isHashes;
    sink.event(new StratumEvent.Difficulty(value, isHashes));
  }

  /** The question was not seen: one-sided or lost. */
  private void onUnaskedAnswer(RpcMessage message) {
    MessageForm form = forms.ofUnasked(message);
    if (form != null) {
      sink.said(Role.POOL);
      sink.sign(form.rule());
      onSubscribed(form, message.result());
    }
  }

  private void onSubscribeAnswer(String method, RpcMessage message) {
    MessageForm form = forms.ofAnswer(method, message.result());
    if (message.error() != null) {
      onRefusal(message);
    } else if (form != null) {
      sink.said(Role.POOL);
      sink.sign(form.rule());
      onSubscribed(form, message.result());
    } else if (!Boolean.TRUE.equals(message.result())) {
      sink.sign("answer-not-mining");
    }
  }

  private void onSubscribed(MessageForm form, @Nullable Object result) {
    tellFacts(form, result);
    if (form.has(Part.SESSION) || form.has(Part.EXTRANONCE)) {
      sink.event(new StratumEvent.Subscribed(Shapes.sessionOf(form.value(Part.SESSION, result)),
          Shapes.hexOrNull(form.value(Part.EXTRANONCE, result))));
    }
    if (form.has(Part.JOB)) {
      onJob(form, result);
    }
  }

  private void onSubscribedNotice(MessageForm form, @Nullable Object values) {
    if (isSubscribing) {
      sink.sign("subscribe-answered-other");
    }
    onSubscribed(form, values);
  }

  private void onSubmittedNotice(MessageForm form, @Nullable Object values) {
    boolean isAccepted = Shapes.isAccepted(form.value(Part.RESULT, values));
    sink.answer(String.valueOf(form.text(Part.REQUEST, values)), new RpcMessage(Map.of("result", isAccepted)));
  }

  private void onLoginAnswer(String method, RpcMessage message) {
    MessageForm form = message.error() == null ? forms.ofAnswer(method, message.result()) : null;
    if (form == null) {
      onRefusal(message);
    } else {
      sink.said(Role.POOL);
      sink.sign(form.rule());
      onSubscribed(form, message.result());
    }
    sink.event(new StratumEvent.LoginAnswer(form != null));
  }

  private void onOtherAnswer(String method, RpcMessage message) {
    MessageForm form = message.error() == null ? forms.ofAnswer(method, message.result()) : null;
    if (form != null) {
      sink.said(Role.POOL);
      sink.sign(form.rule());
      onSubscribed(form, message.result());
    }
  }

  private void onSubmitAnswer(RpcMessage message, double shareDifficulty, boolean isSure) {
    boolean isAccepted = message.isBareAnswer() || (message.error() == null && Shapes.isAccepted(message.result()));
    if (isSure) {
      sink.pool(isAccepted ? "share-accepted" : "share-rejected");
    }
    sink.event(new StratumEvent.ShareAnswer(isAccepted, shareDifficulty));
    if (!isAccepted) {
      sink.reason(message);
    }
  }

  private void onRefusal(RpcMessage message) {
    sink.pool("request-refused");
    sink.reason(message);
  }
}
