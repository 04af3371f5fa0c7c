# Warnings, and the quick tools where they are present.
add_library(kith_options INTERFACE)
target_include_directories(kith_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(kith_options INTERFACE -Wall -Wextra -Wconversion -Wno-missing-field-initializers -fno-omit-frame-pointer)
# g++ 12 loses stores at -O1 where a small struct is passed on by value (Date::year() then read an unset
# stack slot): its interprocedural mod/ref analysis is wrong there, and right from 13 on.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # At -O3 it also warns of overlapping copies inside std::string's operator+ (GCC bug 105651).
  target_compile_options(kith_options INTERFACE -fno-ipa-modref $<$<CONFIG:Release>:-Wno-restrict>)
endif()
if(KITH_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "KITH_FUZZ needs clang: cmake -DCMAKE_CXX_COMPILER=clang++ -DKITH_FUZZ=ON …")
  endif()
  target_compile_options(kith_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
  target_link_options(kith_options INTERFACE -fsanitize=address,undefined)
endif()
if(KITH_STRICT)
  target_compile_options(kith_options INTERFACE -Werror)
endif()

find_program(KITH_CCACHE ccache)
if(KITH_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KITH_CCACHE})
endif()
find_program(KITH_MOLD mold)
if(KITH_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
