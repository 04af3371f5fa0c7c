#include "app/workspaces/sign_in.hpp"

#include <algorithm>

#include "app/workspaces/many.hpp"
#include "base/log.hpp"
#include "modules/body_reader.hpp"
#include "modules/identity/identity.hpp"

namespace kith::app {

namespace {

constexpr std::string_view kProofCookie = "kith_workspaces";
constexpr std::int64_t kProofSeconds = 14 * 24 * 3600;
constexpr std::size_t kMostAtOnce = 20;  // one password's check takes a tenth of a second

struct Proof {
    WorkspaceEntry entry;
    Id user;
    std::string mark;
};

std::string choice_json(const std::vector<WorkspaceEntry>& entries, const std::string& current_tag) {
    std::string body;
    json::Writer out(body);
    out.begin_object().key("workspaces").begin_array();
    for (const auto& entry : entries) {
        out.begin_object().member("id", entry.id).member("name", entry.name).member("slug", entry.slug);
        if (!current_tag.empty()) out.member("current", entry.tag == current_tag);
        out.end_object();
    }
    out.end_array().end_object();
    return body;
}

bool is_meant(const WorkspaceEntry& entry, std::string_view named) { return entry.slug == named || entry.id.to_string() == named; }

void keep_proofs(ManyWorkspaces& many, const std::vector<Proof>& proofs, const http::Request& request, http::Response& response) {
    const auto token = identity::random_token();
    const auto now = Instant::now();
    (void)many.database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("delete from sign_in_proof where created_at < $1", Instant{now.micros - kProofSeconds * 1'000'000});
        for (const auto& proof : proofs)
            tx.execute("insert into sign_in_proof (token_hash, workspace, user_id, mark, created_at) values ($1, $2, $3, $4, $5)",
                       identity::token_hash(token), proof.entry.id, proof.user, proof.mark, now);
        return {};
    });
    std::string cookie(kProofCookie);
    cookie.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=").append(std::to_string(kProofSeconds));
    if (request.header("x-forwarded-proto") == "https") cookie.append("; Secure");
    response.with("Set-Cookie", cookie);
}

std::vector<Proof> proofs_of(ManyWorkspaces& many, const http::Request& request) {
    const auto cookie = request.cookie(kProofCookie);
    if (cookie.empty() || cookie.size() > 128) return {};
    std::vector<Proof> out;
    many.database().read([&](db::Transaction& tx) {
        auto rows = tx.query("select workspace, user_id, mark from sign_in_proof where token_hash = $1 and created_at > $2 order by workspace",
                             identity::token_hash(cookie), Instant{Instant::now().micros - kProofSeconds * 1'000'000});
        while (rows.next()) {
            if (auto entry = many.directory().find(rows->id(0)); entry && entry->state == WorkspaceState::Active)
                out.push_back({std::move(*entry), rows->id(1), rows->string(2)});
        }
    });
    return out;
}

Result<http::Response> enter_proved(ManyWorkspaces& many, http::Request& request, const Proof& proof) {
    KITH_TRY(const auto workspace, many.pool().open(proof.entry));
    Call call{.request = request, .workspace = *workspace, .actor = {}, .session = {}, .body = {}};
    return identity::enter(call, proof.user);
}

/// The workspace whose session this call has.
std::string current_tag(const Call& call) { return std::string(identity::tag_of_token(call.request.cookie(identity::kSessionCookie))); }

}  // namespace

Result<http::Response> sign_in_somewhere(ManyWorkspaces& many, http::Request& request, const json::Value& given) {
    BodyReader body(given);
    const auto email = body.required_text("email");
    const auto password = body.secret("password");
    const auto named = body.text("workspace").value_or("");
    KITH_CHECK(body.finish());
    many.pool().index_changed();
    auto known = many.directory().with_address(email);
    if (known.size() > kMostAtOnce && !named.empty()) std::erase_if(known, [&](const auto& entry) { return !is_meant(entry, named); });
    if (known.size() > kMostAtOnce) known.resize(kMostAtOnce);
    if (known.empty()) return identity::try_in_vain(many.database(), email, password, request.remote);
    std::vector<Proof> fits;
    std::vector<Lease> tried;
    Error why{.kind = ErrorKind::Unauthenticated, .code = "sign_in.wrong"};
    for (auto& entry : known) {
        const auto workspace = many.pool().open(entry);
        if (!workspace) {
            log::warning("workspace.not_opened", {{"workspace", entry.id.to_string()}, {"code", workspace.error().code}});
            if (workspace.error().kind == ErrorKind::Unavailable) why = workspace.error();
            continue;
        }
        const auto user = identity::try_password(**workspace, email, password, request.remote);
        if (!user) why = user.error();  // too many tries
        else if (*user) fits.push_back({std::move(entry), **user, identity::password_mark(**workspace, **user)});
        else tried.push_back(*workspace);
        if (user && *user) identity::end_try(**workspace, email, request.remote, identity::TryEnd::Right);
    }
    for (const auto& workspace : tried)
        identity::end_try(*workspace, email, request.remote, fits.empty() ? identity::TryEnd::Wrong : identity::TryEnd::RightElsewhere);
    if (fits.empty()) return why;
    if (fits.size() > 1 && named.empty()) {
        std::vector<WorkspaceEntry> choice;
        for (const auto& proof : fits) choice.push_back(proof.entry);
        auto response = http::Response::json(choice_json(choice, ""), 300);
        response.with("Cache-Control", "no-store");
        return response;
    }
    const auto chosen = named.empty() ? fits.begin() : std::ranges::find_if(fits, [&](const Proof& proof) { return is_meant(proof.entry, named); });
    if (chosen == fits.end()) return Error{.kind = ErrorKind::Unauthenticated, .code = "sign_in.wrong"};
    KITH_TRY(auto response, enter_proved(many, request, *chosen));
    if (fits.size() > 1) keep_proofs(many, fits, request, response);
    return response;
}

Result<http::Response> own_workspaces(ManyWorkspaces& many, Call& call) {
    const auto tag = current_tag(call);
    std::vector<WorkspaceEntry> out;
    bool has_current = false;
    for (auto& proof : proofs_of(many, call.request)) {
        has_current = has_current || (proof.entry.tag == tag && proof.user == call.actor.user);
        out.push_back(std::move(proof.entry));
    }
    // What another person proved in this browser is not this one's.
    if (!has_current) out.clear();
    if (const auto current = many.directory().by_tag(tag); current && out.empty()) out.push_back(*current);
    auto response = http::Response::json(choice_json(out, tag));
    response.with("Cache-Control", "no-store");
    return response;
}

Result<http::Response> change_workspace(ManyWorkspaces& many, Call& call) {
    BodyReader body(call.body);
    const auto named = body.required_text("workspace");
    KITH_CHECK(body.finish());
    const Error refused{.kind = ErrorKind::NotFound, .code = "workspace.not_yours"};
    if (!call.session.is_set()) return Error{.kind = ErrorKind::Forbidden, .code = "auth.session_needed"};
    const auto proofs = proofs_of(many, call.request);
    const auto tag = current_tag(call);
    const auto is_own = [&](const Proof& proof) { return proof.entry.tag == tag && proof.user == call.actor.user; };
    const auto to = std::ranges::find_if(proofs, [&](const Proof& proof) { return is_meant(proof.entry, named); });
    if (to == proofs.end() || std::ranges::none_of(proofs, is_own)) return refused;
    {
        KITH_TRY(const auto workspace, many.pool().open(to->entry));
        // Another password since, or no longer one of them: signing in again is what helps.
        const auto mark = identity::password_mark(*workspace, to->user);
        if (mark.empty() || mark != to->mark) return refused;
    }
    KITH_TRY(auto response, enter_proved(many, call.request, *to));
    identity::leave(call);
    return response;
}

void forget_proofs(ManyWorkspaces& many, Call& call) {
    const auto cookie = call.request.cookie(kProofCookie);
    if (cookie.empty()) return;
    (void)many.database().write([&](db::Transaction& tx) -> Result<void> {
        tx.execute("delete from sign_in_proof where token_hash = $1", identity::token_hash(cookie));
        return {};
    });
}

}  // namespace kith::app
